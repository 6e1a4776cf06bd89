/** `npm run check`: what can be said in under a minute, without a database. */
import { architecture, runChecks } from './verify/checks';
import { tallyLine } from './verify/tally';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());

const tally = await runChecks({ signal: stop.signal, more: [architecture] });
process.stdout.write(`${tallyLine(tally)}\n`);
process.exit(tally.failed === 0 ? 0 : 1);
