import { expect, test } from 'vitest';
import { readableLine } from './log-line';

test('a log entry becomes a sentence with its fields', () => {
  const entry = {
    level: 40,
    time: '2026-01-02T12:03:11.123Z',
    part: 'dhcp',
    pid: 7,
    msg: 'lost it',
  };
  expect(readableLine('worker', JSON.stringify(entry))).toBe(
    '12:03:11 worker/dhcp  warning: lost it pid=7',
  );
});

test('an entry of level info shows no level', () => {
  const entry = { level: 30, time: '2026-01-02T12:03:11.123Z', msg: 'up' };
  expect(readableLine('web', JSON.stringify(entry))).toBe('12:03:11 web  up');
});

test('any other line is kept', () => {
  expect(readableLine('web', 'Error: no')).toBe('         web  Error: no');
  expect(readableLine('web', '{half')).toBe('         web  {half');
});
