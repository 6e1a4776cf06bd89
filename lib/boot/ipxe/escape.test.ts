import { describe, expect, test } from 'vitest';
import { ipxeProblem } from '@/lib/scripts/template/ipxe-value';
import { ipxeEcho, ipxeSet, ipxeValue, ipxeWord } from './escape';

test.each(['node-17', 'http://10.77.0.1:3000', 'a b c', 'fünf', 'a#b', 'a;b', 'x||y', '$5', '{}'])(
  '%s is a value',
  (value) => {
    expect(ipxeValue(value)).toBe(value);
  },
);

test.each([
  'a\nsanboot',
  'a\rsanboot',
  'a\u0085b',
  'a\u2028b',
  'a\u0000b',
  'a\tb',
  '${net0/mac}',
  'a ${',
  'a $',
  'a || shell',
  'a && shell',
  'a ; shell',
  'a # b',
  'a #b',
  'x'.repeat(1_025),
])('%j is refused', (value) => {
  expect(ipxeProblem(value)).not.toBeNull();
  expect(() => ipxeValue(value)).toThrow();
});

test('a word is one argument', () => {
  expect(() => ipxeWord('a b')).toThrow();
  expect(() => ipxeWord('')).toThrow();
});

describe('a set line', () => {
  test.each([
    ['role', 'web', 'set role web ||'],
    ['role', '', 'clear role ||'],
    ['role', '${x}', '# role is not set: it holds $ {, which opens a variable in iPXE.'],
    ['role', 'a\nb', '# role is not set: it holds a control character or a line break.'],
    ['a b', 'x', '# A parameter has a name that iPXE does not know as one.'],
    ['net0/ip', 'x', '# A parameter has a name that iPXE does not know as one.'],
  ])('%s to %j', (name, value, line) => {
    expect(ipxeSet(name, value)).toBe(line);
  });

  test('is always one line', () => {
    expect(ipxeSet('a\nb', 'c\nd').split('\n')).toHaveLength(1);
  });
});

test('a text to show keeps its letters and loses what could be a command', () => {
  expect(ipxeEcho('web ${x} || shell ; # "a"\nb')).toBe('web {x} shell "a" b');
});
