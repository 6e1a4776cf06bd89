import { describe, expect, test } from 'vitest';
import { mainScriptText, newScript, scriptChange, textLimit, textProblem } from './schema';

const kept = [
  ['empty', ''],
  ['iPXE variables', '#!ipxe\necho ${net0/mac} ${{x}} {{ liquid }} `id` $(id) \\${a}\n'],
  ['CRLF', 'a\r\nb\r\n'],
  ['CRLF and LF mixed', 'a\r\nb\nc\r'],
  ['trailing spaces and no final newline', 'a  \n\tb   '],
  ['a byte order mark', '\uFEFF#!ipxe\n'],
  ['emoji and combining characters', '🚀 e\u0301 \u200D \u2028'],
  ['control characters but NUL', '\u0001\u001b[31m\u007f\u0085'],
  ['exactly the limit', 'ü'.repeat(textLimit / 2)],
] as const;

describe('a text', () => {
  test.each(kept)('with %s is kept as it is', (_name, text) => {
    expect(textProblem(text)).toBeNull();
    expect(newScript.parse({ title: 'x', text }).text).toBe(text);
  });

  test.each([
    ['a NUL', 'a\nb\0c', /NUL character in line 2/],
    ['a lone high surrogate', 'a\ud83d', /surrogate/],
    ['a lone low surrogate', '\ude80a', /surrogate/],
    ['a byte too many', `${'ü'.repeat(textLimit / 2)}x`, /1048577 bytes; the limit is 1048576/],
  ])('with %s is refused with the reason', (_name, text, reason) => {
    expect(textProblem(text)).toMatch(reason);
    expect(newScript.safeParse({ title: 'x', text }).success).toBe(false);
  });
});

test.each([
  ['Fedora 43', 'Fedora 43'],
  ['  padded  ', 'padded'],
  ['x'.repeat(120), 'x'.repeat(120)],
  ['über "quotes" <b> ${x} 🚀', 'über "quotes" <b> ${x} 🚀'],
])('the title %j becomes %j', (title, expected) => {
  expect(newScript.parse({ title, text: '' }).title).toBe(expected);
});

test.each(['', '   ', 'x'.repeat(121), 'a\nb', 'a\tb', 'a\0b', 'a\u0085b', '\ud800'])(
  'the title %j is refused',
  (title) => {
    expect(newScript.safeParse({ title, text: '' }).success).toBe(false);
  },
);

test.each([
  ['#!ipxe\n', true],
  ['#!ipxe\r\necho\r\n', true],
  ['#!gpxe\n', true],
  ['', false],
  ['#!ipxe', false],
  ['#!ipxee\n', false],
  ['\n#!ipxe\n', false],
  ['\uFEFF#!ipxe\n', false],
  ['#!/bin/sh\n', false],
])('a main script that is %j: accepted %s', (text, accepted) => {
  expect(mainScriptText.safeParse(text).success).toBe(accepted);
});

test.each([0, -1, 1.5, '1'])('base revision %j is refused', (baseRevision) => {
  expect(scriptChange.safeParse({ baseRevision }).success).toBe(false);
});
