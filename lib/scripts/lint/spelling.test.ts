import { expect, test } from 'vitest';
import { blankTags } from './blanks';
import { placeAt } from './place';
import { nearest } from './spelling';

test.each([
  ['--ulr', '--url'],
  ['keybord', 'keyboard'],
  ['autprat', 'autopart'],
  ['KEYBOARD', 'keyboard'],
  ['elephant', null],
  ['ab', null],
])('%s is nearest to %s', (word, expected) => {
  expect(nearest(word, ['--url', 'keyboard', 'autopart', 'xyz'])).toBe(expected);
});

test('blanked tags keep every other character where it was', () => {
  const text =
    'a {{ x\n}} b{% if y %}c{% raw %}{{ z }}{% endraw %}\n{% comment %}d{% endcomment %}e\n';
  const blanked = blankTags(text);
  expect(blanked.length).toBe(text.length);
  expect(blanked.split('\n').length).toBe(text.split('\n').length);
  expect(blanked.replaceAll('\uE000', '~')).toBe(
    `a ~~~~\n~~ b${' '.repeat(10)}c${' '.repeat(9)}{{ z }}${' '.repeat(12)}\n${' '.repeat(30)}e\n`,
  );
});

test('places count lines by any of their ends', () => {
  expect(placeAt({ text: 'a\r\nbc\nd', offset: 4 })).toEqual({ line: 2, column: 2, endColumn: 3 });
  expect(placeAt({ text: 'a\rb', offset: 2 })).toEqual({ line: 2, column: 1, endColumn: 2 });
  expect(placeAt({ text: '', offset: 5 })).toEqual({ line: 1, column: 1, endColumn: 2 });
});
