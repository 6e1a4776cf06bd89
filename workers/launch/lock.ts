/** One launcher at a time on a data folder. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { lockHolder as holderOf, tryLock } from '@/lib/core/lock-file';

/** Milliseconds until another look, while another process removes a dead one's lock. */
const pause = 5;

/**
 * Takes the lock file, also over from a process that was killed. Returns how to give it back.
 * Throws when a living process holds it, and names its pid.
 */
export function takeLock(file: string): () => void {
  mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    const release = tryLock(file);
    if (release) return release;
    const holder = lockHolder(file);
    if (holder !== undefined) throw new LockHeld(file, holder);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause);
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
  return holderOf(file)?.pid;
}
