import { expect, test } from 'vitest';
import { changedLabels, hasLabel, labelChange, labelSelector, labels } from './schema';

test.each([
  [{ rack: 'a4' }, true],
  [{ 'a.b_c-d9': '' }, true],
  [{ '9': 'fünf $ {x}' }, true],
  [{ ['a'.repeat(63)]: 'x'.repeat(200) }, true],
  [{ ['a'.repeat(64)]: 'x' }, false],
  [{ a: 'x'.repeat(201) }, false],
  [{ Rack: 'a' }, false],
  [{ '-a': 'a' }, false],
  [{ 'a b': 'a' }, false],
  [{ '': 'a' }, false],
  [{ a: 'x\ny' }, false],
  [{ a: 'x\u2028y' }, false],
  [{ a: 'x\u0000' }, false],
  [{ a: '\ud800' }, false],
  [{ a: 1 }, false],
])('%o are labels: %s', (given, expected) => {
  expect(labels.safeParse(given).success).toBe(expected);
});

test('at most 64', () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, '']));
  expect(labels.safeParse(many(64)).success).toBe(true);
  expect(labels.safeParse(many(65)).success).toBe(false);
});

test('a change sets, and with null takes away', () => {
  const before = { rack: 'a4', row: '1' };
  const change = labelChange.parse({ rack: null, gpu: ' h100 ', gone: null });
  expect(changedLabels({ labels: before, change })).toEqual({ row: '1', gpu: 'h100' });
  expect(labelChange.safeParse({}).success).toBe(false);
});

test('a selector asks for a name, or for a value', () => {
  expect(labelSelector.parse(' rack ')).toBe('rack');
  expect(labelSelector.parse('rack=a=b')).toBe('rack=a=b');
  expect(labelSelector.safeParse('Rack').success).toBe(false);
  expect(hasLabel({ rack: 'a=b' }, 'rack=a=b')).toBe(true);
  expect(hasLabel({ rack: 'a' }, 'rack=a=b')).toBe(false);
  expect(hasLabel({}, 'tostring')).toBe(false);
});
