/** Waiting for a lock file: work that only one at a time may do, whichever process of this machine. */
import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockHolder, tryLock } from './lock-file';

/** Milliseconds between two attempts; unequal, so that those who wait do not keep step. */
const pause = () => randomInt(50, 150);
/** The same, while a dead process's lock is being removed. */
const shortPause = () => randomInt(1, 10);

/**
 * Runs `work` while holding the lock file; `onWait` is called once when
 * somebody else has it. Throws the signal's reason when it is aborted while
 * waiting.
 */
export async function withFileLock<T>(given: {
  file: string;
  signal: AbortSignal;
  onWait?: () => void;
  work: () => Promise<T>;
}): Promise<T> {
  const { file, signal } = given;
  await mkdir(path.dirname(file), { recursive: true });
  const release = await wait(given);
  try {
    signal.throwIfAborted();
    return await given.work();
  } finally {
    release();
  }
}

async function wait(given: {
  file: string;
  signal: AbortSignal;
  onWait?: () => void;
}): Promise<() => void> {
  const { file, signal } = given;
  let told = false;
  for (;;) {
    signal.throwIfAborted();
    const release = tryLock(file);
    if (release) return release;
    const held = isLocked(file);
    if (held && !told) {
      told = true;
      given.onWait?.();
    }
    await sleep(held ? pause() : shortPause(), undefined, { signal }).catch(() =>
      signal.throwIfAborted(),
    );
  }
}

/** True while a living process has it. */
export function isLocked(file: string): boolean {
  return lockHolder(file) !== undefined;
}
