import { describe, expect, test } from 'vitest';
import { namePattern } from '../schema';
import { counts, nameFrom } from './names';

const machine = { mac: '52:54:00:77:00:0a', serial: 'QM 0001/X' };

test.each([
  ['node-{n}', 7, 'node-7'],
  ['node-{nn}', 7, 'node-07'],
  ['node-{nnn}', 7, 'node-007'],
  ['node-{nn}', 123, 'node-123'],
  ['n{n}-{mac}', 1, 'n1-77000a'],
  ['{serial}', 1, 'qm-0001-x'],
  ['{n}{n}', 2, '22'],
])('%s with %i is %s', (pattern, n, name) => {
  expect(nameFrom({ pattern, n, ...machine })).toBe(name);
});

test('a serial number that was not told makes no name', () => {
  expect(nameFrom({ pattern: 'a-{serial}', n: 1, mac: machine.mac, serial: null })).toBeNull();
  expect(nameFrom({ pattern: 'a-{serial}', n: 1, mac: machine.mac, serial: '///' })).toBeNull();
});

describe('a pattern', () => {
  test.each([
    ['node-{n}', true],
    [' NODE-{mac} ', true],
    ['node', false],
    ['', false],
    ['node-{x}', false],
    ['node-{nnnnnnn}', false],
    ['node-{n', false],
    ['node_{n}', false],
    ['a b{n}', false],
  ])('"%s" is one: %s', (text, expected) => {
    expect(namePattern.safeParse(text).success).toBe(expected);
  });

  test('counts where it has a number', () => {
    expect(counts('a{nn}')).toBe(true);
    expect(counts('a{mac}')).toBe(false);
  });
});
