import { describe, expect, test } from 'vitest';
import { textLimit } from '@/lib/scripts/schema';
import { mixesLineEndings, textOfFile } from './file-text';

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('textOfFile', () => {
  test.each([
    '',
    '#!ipxe\necho ${net0/mac} {{ host.name }} %20\n',
    '\ufeff#!ipxe\r\n\techo ä€😀\r\n',
    'one\r\ntwo\nthree\rfour',
    '\u2028\u0085\u000b end',
  ])('keeps every byte of %j', (text) => {
    const read = textOfFile(bytesOf(text));
    expect(read).toEqual({ ok: true, text });
    expect(read.ok && bytesOf(read.text)).toEqual(bytesOf(text));
  });

  test('names the byte that is no UTF-8, and its line', () => {
    const latin = new Uint8Array([...bytesOf('#!ipxe\n# caf'), 0xe9, ...bytesOf(' au lait\n')]);
    expect(textOfFile(latin)).toEqual({
      ok: false,
      reason:
        'The file is not UTF-8: byte 0xE9 in line 2 (offset 12) begins no character. Convert it first, for example by iconv -f latin1 -t utf-8.',
    });
  });

  test('names a stray continuation, and a character cut short at the end', () => {
    const stray = new Uint8Array([...bytesOf('ab'), 0x80, ...bytesOf('cd')]);
    expect(textOfFile(stray)).toMatchObject({ reason: expect.stringContaining('offset 2') });
    const cut = new Uint8Array([...bytesOf('ab'), 0xe2, 0x82]);
    expect(textOfFile(cut)).toMatchObject({ reason: expect.stringContaining('offset 2') });
  });

  test('knows UTF-16 by its mark', () => {
    const wide = new Uint8Array([0xff, 0xfe, 0x23, 0x00]);
    expect(textOfFile(wide)).toMatchObject({ reason: expect.stringContaining('UTF-16') });
  });

  test('refuses NUL and what is too large, with the reason', () => {
    expect(textOfFile(bytesOf('a\nb\0'))).toMatchObject({
      reason: 'The text holds a NUL character in line 2, which no script can.',
    });
    expect(textOfFile(new Uint8Array(textLimit + 1))).toMatchObject({
      reason: 'The file has 1048577 bytes; the limit is 1048576 (1 MiB).',
    });
  });
});

describe('mixesLineEndings', () => {
  test.each([
    ['', false],
    ['one\ntwo\n', false],
    ['one\r\ntwo\r\n', false],
    ['one\r\ntwo\n', true],
    ['\none\r\n', true],
    ['one\rtwo', true],
    ['one\r\r\n', true],
  ])('%j: %s', (text, mixed) => {
    expect(mixesLineEndings(text)).toBe(mixed);
  });
});
