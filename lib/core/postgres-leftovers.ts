/** What a Postgres that was killed leaves behind, and how to start again over it. */
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';

/** How long a Postgres without its launcher may take to end, in milliseconds. */
const endLimit = 15_000;

/**
 * Ends the Postgres that still runs on `folder` without a launcher (the launcher was killed with
 * -9), and removes the pid file that a killed Postgres left. Postgres itself would refuse to start
 * when another process has come to the same pid meanwhile.
 */
export async function clearLeftovers(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'postmaster.pid');
  const pid = firstLine(pidFile);
  if (pid !== undefined && runsOn(pid, folder)) await end(pid, folder);
  rmSync(pidFile, { force: true });
}

/** Removes the lock of a socket in `folder`: only one Postgres at a time uses the folder. */
export function clearSocket(folder: string): void {
  rmSync(path.join(folder, '.s.PGSQL.5432'), { force: true });
  rmSync(path.join(folder, '.s.PGSQL.5432.lock'), { force: true });
}

/** The pid of the Postgres that runs on `folder` now, if any. */
export function postmasterOf(folder: string): number | undefined {
  const pid = firstLine(path.join(folder, 'postmaster.pid'));
  return pid !== undefined && runsOn(pid, folder) ? pid : undefined;
}

function firstLine(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** A postmaster's working folder is its data folder. */
function runsOn(pid: number, folder: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === path.resolve(folder);
  } catch {
    return false;
  }
}

async function end(pid: number, folder: string): Promise<void> {
  const until = Date.now() + endLimit;
  process.kill(pid, 'SIGINT'); // fast shutdown: open transactions are rolled back
  while (runsOn(pid, folder)) {
    if (Date.now() > until) {
      process.kill(pid, 'SIGKILL');
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
