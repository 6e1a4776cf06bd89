/** Daemons of a worker that was killed: they hold the ports that the next one needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds that one may take to end before it is killed. */
const patience = 2_000;

/** Ends every process that has `mark` as one of its arguments; gives their pids. */
export async function endLeftOvers(mark: string): Promise<number[]> {
  const found = marked(mark);
  for (const pid of found) signal(pid, 'SIGTERM');
  for (let waited = 0; waited < patience && marked(mark).length > 0; waited += 20) await sleep(20);
  for (const pid of marked(mark)) signal(pid, 'SIGKILL');
  return found;
}

function marked(mark: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && pid !== process.pid && hasArgument(pid, mark));
}

function hasArgument(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(mark);
  } catch {
    return false; // it has just ended
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended.
  }
}
