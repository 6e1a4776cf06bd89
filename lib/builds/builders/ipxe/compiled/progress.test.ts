import { expect, test } from 'vitest';
import { countTargets, makeProgress } from './progress';

test('what make says there is to do is what it then counts', () => {
  const plan = `#echo "  [BUILD] bin-x/one.o"
gcc -c one.c -o bin-x/one.o
#echo "  [BUILD] bin-x/two.o"
#echo "  [AR] bin-x/blib.a"
ar rcD bin-x/blib.a
#echo "  [HOSTCC] util/zbin64"
#echo "  [LD] bin-x/ipxe.lkrn.tmp"
`;
  expect(countTargets(plan)).toBe(4);
  const progress = makeProgress(countTargets(plan));
  expect(
    [
      '  [BUILD] bin-x/one.o',
      'one.c: warning',
      '  [BUILD] bin-x/two.o',
      '  [AR] bin-x/blib.a',
      '  [HOSTCC] util/zbin64',
      '  [BUILD] bin-x/more.o',
    ].map(progress),
  ).toEqual([0.25, null, 0.5, 0.75, 1, 1]);
});

test('nothing to do is no division by nothing', () => {
  expect(makeProgress(0)('  [AR] bin-x/blib.a')).toBe(0);
});
