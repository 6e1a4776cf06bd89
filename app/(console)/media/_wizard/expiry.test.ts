import { expect, test } from 'vitest';
import { expiryOf } from './expiry';

const now = Date.parse('2026-11-23T09:00:00Z');

test('days count from now, and none is never', () => {
  expect(expiryOf({ days: '90', now })).toEqual({ at: '2027-02-21T09:00:00.000Z' });
  expect(expiryOf({ days: ' 1 ', now })).toEqual({ at: '2026-11-24T09:00:00.000Z' });
  expect(expiryOf({ days: '', now })).toEqual({ at: null });
});

test('what is no number of days is named, and never becomes a date', () => {
  for (const [days, problem] of [
    ['0', 'at least one day'],
    ['-1', 'whole number'],
    ['1.5', 'whole number'],
    ['1e3', 'whole number'],
    ['soon', 'whole number'],
    ['3651', 'ten years'],
    ['999999', 'ten years'],
    ['99999999999', 'whole number'],
  ] as const) {
    expect(expiryOf({ days, now })).toEqual({ problem: expect.stringContaining(problem) });
  }
});
