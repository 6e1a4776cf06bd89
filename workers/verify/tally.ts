/** How many tests of a stage passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  /** How many of the skipped may be: those that need what no package brings, each named in the output. */
  excused?: number;
}

/** The sum of all. */
export function sum(tallies: Tally[]): Tally {
  const total = { passed: 0, failed: 0, skipped: 0, excused: 0 };
  for (const { passed, failed, skipped, excused = 0 } of tallies) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
    total.excused += excused;
  }
  return total;
}

/** The one line that ends a verification. */
export function tallyLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Reads such a line; undefined for any other. */
export function parseTallyLine(line: string): Tally | undefined {
  const found = /^(\d+) passed, (\d+) failed, (\d+) skipped$/.exec(line.trim());
  if (!found) return undefined;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}

/** What of Vitest's JSON report (the shape is Jest's) is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts Vitest's report. A file that failed without a failed test in it (it could not even be
 * loaded) counts as one, or it would vanish.
 */
export function tallyVitest(report: VitestReport): Tally {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** The verdict: failures fail, and in CI so do skips without an excuse, for nobody reads why there. */
export function isGood({ failed, skipped, excused = 0 }: Tally, inCi: boolean): boolean {
  return failed === 0 && !(inCi && skipped > excused);
}
