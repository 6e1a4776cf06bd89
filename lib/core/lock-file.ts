/**
 * Lock files: one at a time on a place in the file system, over all processes
 * of this machine. A lock whose process has ended, however, is free.
 *
 * What keeps two out: a name is taken by link(), which fails when it is
 * there; the lock of a living process is removed by that process only; and
 * a dead one's by whoever has the breaker, which is a lock itself, named by
 * what it breaks. So nothing that anybody holds is ever moved or removed.
 */
import { createHash, randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Holder {
  pid: number;
  /** When that process started, in clock ticks since boot: a pid alone may have been given anew. */
  ticks: string;
  /** Tells the holders of one process apart. */
  token: string;
}

/** Files of attempts and of breakers, beside the lock. */
const leftover = /^(.+)\.(draft|breaker)\.[0-9a-f]{24}$/;

/** A draft that cannot be read may be at its writing for so long, in milliseconds. */
const writingTime = 60_000;

/**
 * One attempt, which does not wait; the folder must be there. Gives how to
 * give the lock back, or else undefined: somebody has it, or was faster.
 */
export function tryLock(file: string): (() => void) | undefined {
  const found = readText(file);
  if (found !== undefined && livingHolder(found)) return undefined;
  const own: Holder = {
    pid: process.pid,
    ticks: startTicks(process.pid) ?? '',
    token: randomBytes(12).toString('hex'),
  };
  const draft = `${file}.draft.${own.token}`;
  writeFileSync(draft, `${JSON.stringify(own)}\n`, { flag: 'wx' });
  try {
    if (found !== undefined) removeDead({ root: file, file, found, draft });
    if (!tryLink(draft, file)) return undefined;
    tidy({ folder: path.dirname(file), draft });
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    // Its folder may have been removed, and made anew by another.
    if (lockHolder(file)?.token === own.token) rmSync(file, { force: true });
  };
}

/** The living process that has it; undefined when it is free or its process has ended. */
export function lockHolder(file: string): Holder | undefined {
  const text = readText(file);
  return text === undefined ? undefined : livingHolder(text);
}

/**
 * Removes a lock that was read as a dead process's, unless it has changed
 * since: who has the breaker is the only one that may change it. The breaker
 * of a process that was killed is broken in the same way.
 */
function removeDead(given: { root: string; file: string; found: string; draft: string }): void {
  const { root, file, found, draft } = given;
  const name = createHash('sha256').update(`${file}\n${found}`).digest('hex').slice(0, 24);
  const breaker = `${root}.breaker.${name}`;
  const other = readText(breaker);
  if (other !== undefined) {
    if (livingHolder(other)) return;
    removeDead({ root, file: breaker, found: other, draft });
  }
  if (!tryLink(draft, breaker)) return;
  try {
    if (readText(file) === found) rmSync(file, { force: true });
  } finally {
    rmSync(breaker, { force: true });
  }
}

/** Never fails: the lock has been taken, and nobody would give it back. */
function tidy(given: { folder: string; draft: string }): void {
  try {
    removeLeftovers(given);
  } catch {
    // They are removed when the next lock is taken here.
  }
}

/** Removes what processes left that were killed in the middle of an attempt at any lock of the folder. */
function removeLeftovers({ folder, draft }: { folder: string; draft: string }): void {
  for (const name of readdirSync(folder)) {
    const [, root, what] = leftover.exec(name) ?? [];
    const file = path.join(folder, name);
    if (root === undefined || file === draft) continue;
    const found = readText(file);
    if (found === undefined || livingHolder(found)) continue;
    if (what === 'breaker') removeDead({ root: path.join(folder, root), file, found, draft });
    else if (holderIn(found) || isOld(file)) rmSync(file, { force: true });
  }
}

function isOld(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > writingTime;
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

/** Undefined where there is no such file. Any other failure is no reason to call a lock free. */
function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function livingHolder(text: string): Holder | undefined {
  const holder = holderIn(text);
  if (!holder || holder.ticks === '') return undefined;
  return startTicks(holder.pid) === holder.ticks ? holder : undefined;
}

/** Undefined for half a file after a power cut. */
function holderIn(text: string): Holder | undefined {
  try {
    const { pid, ticks, token } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof ticks !== 'string') return undefined;
    return { pid, ticks, token: String(token) };
  } catch {
    return undefined;
  }
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
