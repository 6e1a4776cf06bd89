import { expect, test } from 'vitest';
import { joinedLines, parseCommand } from './words';

test('words, quotes and a redirection', () => {
  expect(parseCommand(`gcc -DV="\\"2.0 (g0)\\"" -DT='@' a\\ b.c  -o x.o`)).toEqual({
    args: ['gcc', '-DV="2.0 (g0)"', '-DT=@', 'a b.c', '-o', 'x.o'],
    output: null,
  });
  expect(parseCommand('./util/zbin64 a.bin a.zinfo > a.zbin')).toEqual({
    args: ['./util/zbin64', 'a.bin', 'a.zinfo'],
    output: 'a.zbin',
  });
  expect(parseCommand('gcc -DEMBED_ALL="" x')).toEqual({
    args: ['gcc', '-DEMBED_ALL=', 'x'],
    output: null,
  });
});

test.each([
  'a | b',
  'a && b',
  'a ; b',
  'a $(b)',
  'a "$b"',
  'a `b`',
  'a >> b',
  'a > b > c',
  'a >',
  'a <b',
  "a 'b",
  'a "b',
  'a \\',
  'a *',
  '(a)',
])('%j needs a shell, and is not understood', (line) => {
  expect(parseCommand(line)).toBeNull();
});

test('lines that go on behind a backslash are one', () => {
  expect(joinedLines('ld a \\\n\t--defsym b \\\n\t-o c\nnext')).toEqual([
    'ld a  --defsym b  -o c',
    'next',
  ]);
});
