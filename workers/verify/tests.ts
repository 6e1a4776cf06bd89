/** The stages that run tests. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { runNode } from './program';
import { parseTallyLine, type Tally, tallyVitest } from './tally';

/** Runs Vitest for some of its projects; its own output goes to the terminal as it comes. */
export async function runVitest(given: {
  projects: string[];
  signal: AbortSignal;
}): Promise<Tally> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-verify-'));
  const report = path.join(folder, 'report.json');
  const projects = given.projects.flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  try {
    const code = await runNode({
      args: ['node_modules/vitest/vitest.mjs', 'run', ...projects, ...reporters],
      signal: given.signal,
    });
    return withExitCode(existsSync(report) ? tallyVitest(read(report)) : undefined, code);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Runs the tests with browsers and machines, if they are here. They end with a tally line of
 * their own, which is taken for the sum instead of printed.
 */
export async function runEndToEnd(signal: AbortSignal): Promise<Tally> {
  const script = 'e2e/run.ts';
  if (!existsSync(script)) return { passed: 0, failed: 0, skipped: 0 };
  let tally: Tally | undefined;
  const code = await runNode({
    args: ['--import', 'tsx', script],
    signal,
    onLine: (line) => {
      const found = parseTallyLine(line);
      if (found) tally = found;
      else process.stdout.write(`${line}\n`);
    },
  });
  return withExitCode(tally, code);
}

/** A stage that failed without a failed test has failed all the same. */
function withExitCode(tally: Tally | undefined, code: number): Tally {
  const counted = tally ?? { passed: 0, failed: 0, skipped: 0 };
  const silent = counted.failed === 0 && (code !== 0 || !tally);
  return silent ? { ...counted, failed: 1 } : counted;
}

function read(file: string) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
