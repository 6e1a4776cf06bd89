import { expect, test } from 'vitest';
import { retentionOf } from './data';
import { defaultRetention, retentionChange } from './schema';

test.each([
  [{ logDays: 0 }, 'logDays must be at least 1 day.'],
  [{ buildDays: 3_651 }, 'buildDays must be at most 3650 days.'],
  [{ artifactDays: 1.5 }, 'artifactDays must be a whole number of days.'],
  [{ cacheDays: '7' }, 'cacheDays must be a whole number of days.'],
  [{ newestKept: 0 }, 'newestKept must be at least 1: machines boot'],
  [{ newestKept: 101 }, 'newestKept must be at most 100.'],
  [{ logdays: 3 }, 'logdays'],
  [{}, 'Name at least one of logDays, buildDays'],
])('refuses %j', (change, message) => {
  const result = retentionChange.safeParse(change);
  expect(result.success).toBe(false);
  expect(result.error?.issues[0]?.message).toContain(message);
});

test('takes a part, and adds nothing to it', () => {
  expect(retentionChange.parse({ logDays: 1 })).toEqual({ logDays: 1 });
});

test('a row that does not fit counts as none', () => {
  expect(retentionOf(undefined)).toEqual(defaultRetention);
  expect(retentionOf({ logDays: 7 })).toEqual({ ...defaultRetention, logDays: 7 });
  expect(retentionOf({ logDays: -7 })).toEqual(defaultRetention);
});
