/** The checks that run no test: format, lint, types, unused code. Each counts as one test. */
import { runNode } from './program';
import type { Tally } from './tally';

interface Check {
  name: string;
  args: string[];
}

const biome = 'node_modules/@biomejs/biome/bin/biome';

const checks: Check[] = [
  { name: 'format', args: [biome, 'ci', '--colors=off', '--linter-enabled=false', '.'] },
  { name: 'lint', args: [biome, 'lint', '--colors=off', '--error-on-warnings', '.'] },
  // A configuration of its own: a `next dev` of earlier leaves types of pages that have gone since.
  {
    name: 'types',
    args: ['node_modules/typescript/bin/tsc', '-p', 'workers/verify/tsconfig.json'],
  },
  { name: 'unused code', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

/** The house's rules; in a verification they run with the other tests. */
export const architecture: Check = {
  name: 'architecture',
  args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', 'lib/architecture.test.ts'],
};

/** Runs all checks at once, and prints the output of those that fail. */
export async function runChecks(given: { signal: AbortSignal; more?: Check[] }): Promise<Tally> {
  await writeRouteTypes(given.signal);
  const results = await Promise.all(
    [...checks, ...(given.more ?? [])].map((check) => runCheck(check, given.signal)),
  );
  const failed = results.filter((good) => !good).length;
  return { passed: results.length - failed, failed, skipped: 0 };
}

async function runCheck(check: Check, signal: AbortSignal): Promise<boolean> {
  const started = Date.now();
  const lines: string[] = [];
  const code = await runNode({ args: check.args, signal, onLine: (line) => lines.push(line) });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  const verdict = code === 0 ? '✓' : '✗';
  const output = code === 0 ? [] : lines;
  process.stdout.write([`${verdict} ${check.name} (${seconds} s)`, ...output, ''].join('\n'));
  return code === 0;
}

/** Next's own declarations are generated from the pages that there are now. */
async function writeRouteTypes(signal: AbortSignal): Promise<void> {
  await runNode({ args: ['node_modules/next/dist/bin/next', 'typegen'], signal, onLine: () => {} });
}
