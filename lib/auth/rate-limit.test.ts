import { expect, test } from 'vitest';
import { RateLimit } from './rate-limit';

test('allows so many in a span, and says how long to wait', () => {
  const limit = new RateLimit({ limit: 2, span: 1_000 });
  expect([limit.take('a', 0), limit.take('a', 10)]).toEqual([0, 0]);
  expect(limit.take('a', 400)).toBe(600);
  expect(limit.take('b', 400)).toBe(0);
  expect(limit.take('a', 1_000)).toBe(0);
});

test('forgets who turned out to be honest', () => {
  const limit = new RateLimit({ limit: 1, span: 1_000 });
  limit.take('a', 0);
  limit.forget('a');
  expect(limit.take('a', 1)).toBe(0);
});

test('never remembers more keys than it may, and drops what is over first', () => {
  const limit = new RateLimit({ limit: 1, span: 1_000, keys: 3 });
  for (const [at, key] of ['a', 'b', 'c'].entries()) limit.take(key, at * 400);
  limit.take('d', 1_100); // a is over, b and c are not
  expect(limit.take('b', 1_100)).toBeGreaterThan(0);
  expect(limit.take('c', 1_100)).toBeGreaterThan(0);
  expect(limit.take('a', 1_100)).toBe(0); // makes room by dropping the oldest
  expect(limit.take('b', 1_100)).toBe(0);
});
