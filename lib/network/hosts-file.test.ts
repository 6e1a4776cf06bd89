import { expect, test } from 'vitest';
import { parseHosts, printHosts } from './hosts-file';

test('addresses, names, comments, tabs and empty lines', () => {
  const text = [
    '# the lab',
    '10.77.0.9\tnas.lab.internal nas   # in the corner',
    '',
    'fd00:77::9 nas6',
    '  10.77.0.10 _srv.a-b.c\r',
  ].join('\n');
  const { entries, problems } = parseHosts(text);
  expect(problems).toEqual([]);
  expect(entries).toEqual([
    { line: 2, address: '10.77.0.9', names: ['nas.lab.internal', 'nas'] },
    { line: 4, address: 'fd00:77::9', names: ['nas6'] },
    { line: 5, address: '10.77.0.10', names: ['_srv.a-b.c'] },
  ]);
  expect(printHosts(entries)).toBe(
    '10.77.0.9 nas.lab.internal nas\nfd00:77::9 nas6\n10.77.0.10 _srv.a-b.c\n',
  );
});

test('every bad line is told with its place', () => {
  const text = '10.0.0.1 ok\n10.0.0.256 bad\n10.0.0.2\n10.0.0.3 fine a,b\nname 10.0.0.4\n';
  expect(parseHosts(text)).toEqual({
    entries: [{ line: 1, address: '10.0.0.1', names: ['ok'] }],
    problems: [
      {
        line: 2,
        column: 1,
        message: '"10.0.0.256" is not an IP address. A line begins with one, then its names.',
      },
      { line: 3, column: 9, message: '10.0.0.2 has no name after it.' },
      { line: 4, column: 15, message: '"a,b" is not a name that DNS can hold.' },
      {
        line: 5,
        column: 1,
        message: '"name" is not an IP address. A line begins with one, then its names.',
      },
    ],
  });
});

test('50,000 lines are read while a person waits', () => {
  const text = Array.from(
    { length: 50_000 },
    (_, i) => `10.1.${(i >> 8) & 255}.${i & 255} h${i}\n`,
  );
  const before = performance.now();
  expect(parseHosts(text.join('')).entries).toHaveLength(50_000);
  expect(performance.now() - before).toBeLessThan(3_000);
});

test('complaints end somewhere', () => {
  expect(parseHosts('x\n'.repeat(5_000)).problems).toHaveLength(100);
});
