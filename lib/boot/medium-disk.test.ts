import { expect, test } from 'vitest';
import { MediumTurns } from './medium-disk';

test('who comes straight back takes its next turn, and begins anew after a while', () => {
  const turns = new MediumTurns();
  const take = (second: number, host = 'a') => turns.take(host, second * 1_000);
  expect([take(0), take(20), take(40), take(60)]).toEqual([0, 1, 2, 3]);
  expect(take(70, 'b')).toBe(0);
  // Two minutes after its last question, not its first.
  expect([take(179), take(299), take(310)]).toEqual([4, 0, 1]);
});

test('it remembers so many hosts, and forgets the one that asked longest ago', () => {
  const turns = new MediumTurns();
  turns.take('first', 0);
  turns.take('second', 0);
  turns.take('first', 1);
  for (let at = 0; at < 9_999; at += 1) turns.take(`host ${at}`, 2);
  expect(turns.take('first', 3)).toBe(2);
  expect(turns.take('second', 3)).toBe(0);
});
