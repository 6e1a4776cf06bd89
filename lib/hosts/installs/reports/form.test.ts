import { expect, test } from 'vitest';
import { isQueryReport, reportOfFields } from './form';
import { agentEvent } from './schema';
import { outputLimit, tailOf } from './told';

const read = (fields: string, log?: string) =>
  agentEvent.safeParse(reportOfFields({ fields: new URLSearchParams(fields), log }));

test('a form is the report that JSON would have brought', () => {
  expect(read('type=script-finished&title=keys&exitCode=0&durationMs=12', 'log\n').data).toEqual({
    seq: 0,
    type: 'script-finished',
    phase: 'post',
    title: 'keys',
    exitCode: 0,
    durationMs: 12,
    output: 'log\n',
  });
  expect(read('type=first-boot&addresses=10.77.0.5&addresses=fd00::5').data).toMatchObject({
    addresses: ['10.77.0.5', 'fd00::5'],
  });
  expect(read('type=failed').data).toMatchObject({ reason: 'No reason was given.', output: '' });
});

test.each([
  ['type=progress&percent=', 'percent'],
  ['type=progress&percent=many', 'percent'],
  ['type=progress&percent=101', 'percent'],
  ['type=progress&percent=NaN', 'percent'],
  ['type=script-finished&exitCode=1.5', 'exitCode'],
  ['type=script-started&phase=middle', 'phase'],
  ['type=__proto__', 'type'],
  ['__proto__=x&constructor=y', 'type'],
])('%s is refused, and its field named', (fields, field) => {
  expect(read(fields).error?.issues.map(({ path }) => path[0])).toEqual([field]);
});

test('only a type in the query makes the body a log', () => {
  expect(isQueryReport('?type=failed')).toBe(true);
  expect(isQueryReport('?reason=x')).toBe(false);
  expect(isQueryReport('')).toBe(false);
});

test('of a log its last 64 KiB are kept, from the beginning of a character on', () => {
  expect(tailOf('short ü')).toBe('short ü');
  const long = tailOf(`${'ü'.repeat(outputLimit)}x`);
  expect(Buffer.byteLength(long)).toBe(outputLimit - 1);
  expect(/^ü+x$/.test(long)).toBe(true);
  expect(tailOf('a\ud800b')).toBe('a\ufffdb');
});
