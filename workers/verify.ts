/**
 * `npm run verify`: everything. All stages run even when one fails; the last line is the sum.
 */
import { runChecks } from './verify/checks';
import { runCompiled } from './verify/compiled';
import { isGood, sum, type Tally, tallyLine } from './verify/tally';
import { runEndToEnd, runVitest } from './verify/tests';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());

const stages: { title: string; run: (signal: AbortSignal) => Promise<Tally> }[] = [
  { title: 'Checks', run: (signal) => runChecks({ signal }) },
  { title: 'Tests', run: (signal) => runVitest({ projects: ['unit', 'db'], signal }) },
  { title: 'Slow tests', run: (signal) => runVitest({ projects: ['slow'], signal }) },
  { title: 'Compiled iPXE', run: runCompiled },
  { title: 'Browsers and machines', run: runEndToEnd },
];

const tallies: Tally[] = [];
for (const { title, run } of stages) {
  if (stop.signal.aborted) break;
  process.stdout.write(`\n── ${title} ──\n`);
  tallies.push(await run(stop.signal));
}
const total = sum(tallies);
if (stop.signal.aborted) process.stdout.write('\nStopped.\n');
process.stdout.write(`\n${tallyLine(total)}\n`);
process.exit(!stop.signal.aborted && isGood(total, Boolean(process.env.CI)) ? 0 : 1);
