import { expect, test } from 'vitest';
import { readNode, readShell, readShellcheck } from './readings';

const comment = (given: { level: string; code: number; line?: number }) => ({
  file: '-',
  line: 2,
  endLine: 2,
  column: 6,
  endColumn: 8,
  message: 'Double quote to prevent globbing.',
  fix: null,
  ...given,
});

test('shellcheck: what cannot be parsed is an error, all else is not', () => {
  const comments = [
    comment({ level: 'error', code: 1073 }),
    comment({ level: 'error', code: 2068 }),
    comment({ level: 'warning', code: 2155 }),
    comment({ level: 'info', code: 2086 }),
    comment({ level: 'style', code: 2006 }),
    comment({ level: 'info', code: 1091 }),
  ];
  const read = readShellcheck(JSON.stringify({ comments }));
  expect(read.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
    'error shellcheck/SC1073',
    'warning shellcheck/SC2068',
    'warning shellcheck/SC2155',
    'info shellcheck/SC2086',
  ]);
  expect(read[3]).toEqual({
    severity: 'info',
    rule: 'shellcheck/SC2086',
    message: 'Double quote to prevent globbing.',
    line: 2,
    column: 6,
    endColumn: 8,
  });
});

test.each([
  ['sh: 3: Syntax error: end of file unexpected (expecting "fi")', 3],
  ["bash: line 7: syntax error near unexpected token `fi'", 7],
])('the shell says: %s', (line, number) => {
  expect(readShell([line])).toMatchObject([{ severity: 'error', line: number, column: 1 }]);
});

test('a shell that says nothing has nothing to say', () => {
  expect(readShell([])).toEqual([]);
});

test('node: the file, its line, the carets and the error', () => {
  const lines = [
    '/tmp/provisioner-check-x/script.js:2',
    'const b = ;',
    '          ^',
    '',
    "SyntaxError: Unexpected token ';'",
    '    at wrapSafe (node:internal/modules/cjs/loader:1861:18)',
  ];
  expect(readNode(lines)).toMatchObject([
    { line: 2, column: 11, message: "Unexpected token ';'." },
  ]);
  expect(readNode([])).toEqual([]);
});
