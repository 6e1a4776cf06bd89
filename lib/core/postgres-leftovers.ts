/** What a Postgres that was killed leaves behind, and how to start again over it. */
import { readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** How long a Postgres without its launcher may take to end, in milliseconds. */
const endLimit = 15_000;

/**
 * Makes a start on `folder` possible after a kill -9:
 * - of the launcher: its Postgres still runs, and is told to shut down;
 * - of Postgres: its children notice and end, and are waited for;
 * - and Postgres refuses to start when the pid in its pid file was given to another process since.
 *   Our own pid in that place makes it go on to its second check, whether any process still has
 *   the old shared memory. So the file must stay.
 */
export async function clearLeftovers(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  const postmaster = firstLine(pidFile);
  const left = processesOn(folder);
  if (postmaster !== undefined && left.includes(postmaster)) {
    signal(postmaster, 'SIGINT'); // fast shutdown: open transactions are rolled back
  }
  await untilGone(folder);
  disown(pidFile);
}

/** Removes the lock of a socket in `folder`: only one Postgres at a time uses the folder. */
export function clearSocket(folder: string): void {
  rmSync(path.join(folder, '.s.PGSQL.5432'), { force: true });
  rmSync(path.join(folder, '.s.PGSQL.5432.lock'), { force: true });
}

function firstLine(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Postgres and its children: a cluster's folder is their working folder. */
function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && runsOn(pid, folder));
}

function runsOn(pid: number, folder: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === folder &&
      readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres'
    );
  } catch {
    return false; // another user's process, or one that has just ended
  }
}

async function untilGone(folder: string): Promise<void> {
  const until = Date.now() + endLimit;
  for (;;) {
    const left = processesOn(folder);
    if (left.length === 0) return;
    if (Date.now() > until) for (const pid of left) signal(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function disown(pidFile: string): void {
  let text: string;
  try {
    text = readFileSync(pidFile, 'utf8');
  } catch {
    return; // it was shut down in order
  }
  writeFileSync(pidFile, text.replace(/^\d+/, String(process.pid)));
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended.
  }
}
