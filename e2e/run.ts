/**
 * The tests with browsers and machines, for `npm run verify`: makes a wire,
 * starts the product on it, runs Playwright, and takes all down. Arguments go
 * to Playwright (`tsx e2e/run.ts machine.bios`). The last line is the tally.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setStage } from '@/e2e/fixtures/stage';
import { currentNamespace } from '@/e2e/lab/current-namespace';
import { enterLab } from '@/e2e/lab/enter';
import { labEnvironment } from '@/e2e/lab/environment';
import { keep } from '@/e2e/product/kept';
import { Product } from '@/e2e/product/product';
import { type Tally, tallyLine } from '@/workers/verify/tally';

const report = 'test-results/e2e.json';

async function main(words: string[]): Promise<number> {
  if (!labEnvironment().namespace) {
    const argv = [process.execPath, '--import', 'tsx', import.meta.filename, ...words];
    return enterLab({ argv, env: process.env });
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => stop.abort());
  }
  const folder = currentNamespace().dataFolder;
  // Nobody has an account: the first test makes it by the link.
  const product = await Product.start({
    folder,
    admin: null,
    kept: true,
    signal: stop.signal,
    onLine: (line) => {
      if (/^(Building|Built|Ready)/.test(line)) process.stdout.write(`${line}\n`);
    },
  });
  try {
    setStage({ folder, pid: product.pid });
    rmSync(report, { force: true });
    const code = await runPlaywright(words, stop.signal);
    process.stdout.write(`${tallyLine(countReport())}\n`);
    return code;
  } finally {
    await product.stop().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    await keep(product.data);
    await product.remove();
  }
}

function runPlaywright(words: string[], signal: AbortSignal): Promise<number> {
  const child = spawn(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', ...words],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const end = () => child.kill('SIGINT');
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Counts Playwright's JSON report; errors outside of tests count as failures, and so does a run that was cut. */
function countReport(): Tally {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const { stats, errors } = JSON.parse(readFileSync(report, 'utf8')) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
