/**
 * The tests that compile iPXE. No package brings its source, so they run only
 * where IPXE_SOURCE names one; where it does not, each is named as not run.
 */
import { runNode } from './program';
import type { Tally } from './tally';
import { runVitest } from './tests';

const vitest = 'node_modules/vitest/vitest.mjs';

/** Runs them, or says which were not run. */
export async function runCompiled(signal: AbortSignal): Promise<Tally> {
  if (process.env.IPXE_SOURCE) return runVitest({ projects: ['source'], signal });
  const names = await listTests(signal);
  const lines = [
    `Not run, because IPXE_SOURCE names no source of iPXE (a folder or a git URL): ${names.length} tests`,
    ...names.map((name) => `  ↓ ${name}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  // A list that could not be made must not look like nothing to run.
  return {
    passed: 0,
    failed: names.length === 0 ? 1 : 0,
    skipped: names.length,
    excused: names.length,
  };
}

/** Vitest's own list: what would be run if there were a source. */
async function listTests(signal: AbortSignal): Promise<string[]> {
  const lines: string[] = [];
  const before = process.env.IPXE_SOURCE;
  process.env.IPXE_SOURCE = '/only/for/the/list';
  try {
    const code = await runNode({
      args: [vitest, 'list', '--no-static-parse', '--project', 'source'],
      signal,
      onLine: (line) => lines.push(line),
    });
    return code === 0 ? lines.filter((line) => line.includes(' > ')).map(withoutProject) : [];
  } finally {
    if (before === undefined) delete process.env.IPXE_SOURCE;
    else process.env.IPXE_SOURCE = before;
  }
}

function withoutProject(line: string): string {
  return line.replace(/^\[source\] /, '');
}
