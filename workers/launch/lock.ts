/** One launcher at a time on a data folder. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Holder {
  pid: number;
  /** When the process started, in clock ticks since boot: a pid alone may have been given anew. */
  ticks: string;
}

/**
 * Takes the lock file, also over from a process that was killed. Returns how to give it back.
 * Throws when a living process holds it, and names its pid.
 */
export function takeLock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  const own: Holder = { pid: process.pid, ticks: startTicks(process.pid) ?? '' };
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(own)}\n`);
  try {
    // link() fails when the name is there: of two who try at once, one gets it.
    for (;;) {
      if (tryLink(draft, file)) return () => release(file);
      const holder = lockHolder(file);
      if (holder !== undefined) throw new LockHeld(file, holder);
      discard(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Thrown when another living process has the lock. */
export class LockHeld extends Error {
  readonly pid: number;

  constructor(file: string, pid: number) {
    super(`${file} is held by process ${pid}.`);
    this.name = 'LockHeld';
    this.pid = pid;
  }
}

/** The pid of the living process that holds the lock; undefined when it is free or stale. */
export function lockHolder(file: string): number | undefined {
  try {
    const { pid, ticks } = JSON.parse(readFileSync(file, 'utf8')) as Holder;
    return ticks !== '' && startTicks(pid) === ticks ? pid : undefined;
  } catch {
    return undefined;
  }
}

function tryLink(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a stale lock away; when someone has just taken it over, theirs is put back. */
function discard(file: string): void {
  const away = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, away);
  } catch {
    return; // another process was faster
  }
  if (lockHolder(away) !== undefined) tryLink(away, file);
  rmSync(away, { force: true });
}

function release(file: string): void {
  if (lockHolder(file) === process.pid) rmSync(file, { force: true });
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
