import { expect, test } from 'vitest';
import { isGood, parseTallyLine, sum, tallyLine, tallyVitest } from './tally';

test('sums, prints and reads back', () => {
  const total = sum([
    { passed: 3, failed: 0, skipped: 1 },
    { passed: 4, failed: 2, skipped: 0 },
  ]);
  expect(tallyLine(total)).toBe('7 passed, 2 failed, 1 skipped');
  expect(parseTallyLine(tallyLine(total))).toEqual({ passed: 7, failed: 2, skipped: 1 });
  expect(parseTallyLine('about 7 passed, 2 failed, 1 skipped')).toBeUndefined();
});

test('a file that could not be loaded counts as a failure', () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [
      { status: 'failed', assertionResults: [{ status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
      { status: 'passed', assertionResults: [{ status: 'passed' }] },
    ],
  };
  expect(tallyVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test('a skip is a failure in CI only', () => {
  expect(isGood({ passed: 1, failed: 0, skipped: 1 }, false)).toBe(true);
  expect(isGood({ passed: 1, failed: 0, skipped: 1 }, true)).toBe(false);
  expect(isGood({ passed: 1, failed: 1, skipped: 0 }, false)).toBe(false);
});

test('tests that did not run are counted, and in CI only those with an excuse may be', () => {
  const total = sum([
    { passed: 1, failed: 0, skipped: 0 },
    { passed: 0, failed: 0, skipped: 9, excused: 9 },
  ]);
  expect(tallyLine(total)).toBe('1 passed, 0 failed, 9 skipped');
  expect(isGood(total, true)).toBe(true);
  expect(isGood(sum([total, { passed: 0, failed: 0, skipped: 1 }]), true)).toBe(false);
});
