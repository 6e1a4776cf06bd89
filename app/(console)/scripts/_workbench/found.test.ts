import { expect, test } from 'vitest';
import type { Finding } from '@/lib/scripts/lint/schema';
import { onlyThere, together } from './found';

const finding = (rule: string, line: number, column = 1): Finding => ({
  severity: 'warning',
  rule,
  message: rule,
  line,
  column,
  endColumn: column + 1,
});

test('what other programs found stays while the browser checks anew, each once and by place', () => {
  const before = [finding('ipxe/label', 2)];
  const server = [finding('ipxe/label', 2), finding('shellcheck/SC2086', 4)];
  const extra = onlyThere(server, before);
  expect(extra.map(({ rule }) => rule)).toEqual(['shellcheck/SC2086']);
  const now = [finding('ipxe/label', 6), finding('ipxe/unknown', 4, 9)];
  expect(together(now, extra).map(({ rule, line }) => `${line} ${rule}`)).toEqual([
    '4 shellcheck/SC2086',
    '4 ipxe/unknown',
    '6 ipxe/label',
  ]);
  expect(together(server, extra)).toHaveLength(2);
});
