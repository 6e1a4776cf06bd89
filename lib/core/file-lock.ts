/**
 * One at a time on a place in the file system, over all processes of this
 * machine. A lock whose process has ended, however, is free.
 */
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two attempts. */
const askEvery = 100;

interface Holder {
  pid: number;
  /** When that process started, in clock ticks since boot: a pid alone may have been given anew. */
  ticks: string;
  /** Tells the holders of one process apart. */
  token: string;
}

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
  const own: Holder = {
    pid: process.pid,
    ticks: (await startTicks(process.pid)) ?? '',
    token: randomBytes(12).toString('hex'),
  };
  const draft = `${file}.${own.token}`;
  await writeFile(draft, `${JSON.stringify(own)}\n`);
  try {
    // link() fails when the name is there: of several who try at once, one gets it.
    for (let waited = false; !(await tryLink(draft, file)); waited = true) {
      signal.throwIfAborted();
      const holder = await livingHolder(file);
      if (!holder) {
        await discard(file, own.token);
        continue;
      }
      if (!waited) given.onWait?.();
      await sleep(askEvery, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  } finally {
    await rm(draft, { force: true });
  }
  try {
    return await given.work();
  } finally {
    if ((await livingHolder(file))?.token === own.token) await rm(file, { force: true });
  }
}

/** True while a living process has it. */
export async function isLocked(file: string): Promise<boolean> {
  return (await livingHolder(file)) !== undefined;
}

async function tryLink(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function livingHolder(file: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(file, 'utf8')) as Holder;
    const ticks = await startTicks(holder.pid);
    return ticks !== undefined && ticks === holder.ticks ? holder : undefined;
  } catch {
    return undefined;
  }
}

/** Moves a stale lock away; when someone has just taken it over, theirs is put back. */
async function discard(file: string, token: string): Promise<void> {
  const away = `${file}.stale.${token}`;
  try {
    await rename(file, away);
  } catch {
    return; // another was faster
  }
  if (await livingHolder(away)) await tryLink(away, file);
  await rm(away, { force: true });
}

/** Field 22 of /proc/PID/stat; the name in field 2 may hold spaces and brackets. */
async function startTicks(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}
