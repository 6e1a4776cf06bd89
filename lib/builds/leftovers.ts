/**
 * What a build leaves when it or its worker is killed: processes that run on,
 * mounts, and its folder. Every program of a build carries the folder's path
 * in its environment, so that it is found whoever its parent is now.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from '@/lib/core/exec';
import { logger } from '@/lib/core/log';
import { workFolder } from './artifact-store';

/** Name of the environment variable that marks the programs of a build. */
export const markName = 'PROVISIONER_BUILD';

/** How often, 100 ms apart, processes are looked for and ended. */
const rounds = 30;

/**
 * Ends every process of the build in `root`, takes its mounts away and
 * removes the folder. Never throws: what stays is logged, and tried again by
 * the next sweep.
 */
export async function clearWork(root: string): Promise<void> {
  try {
    await endProcesses(root);
    await unmount(root);
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    logger('builds').warn({ err: error, folder: root }, 'a build left a folder behind');
  }
}

/** Clears all folders of builds at work, but those that `keep` says are alive. Gives their names. */
export async function sweepWork(keep: (name: string) => Promise<boolean>): Promise<string[]> {
  const names = await readdir(workFolder()).catch(() => []);
  const gone: string[] = [];
  for (const name of names) {
    if (await keep(name)) continue;
    await clearWork(workFolder(name));
    gone.push(name);
  }
  return gone;
}

/** Kills the processes that carry the mark of `root` or live in it, until there are none. */
export async function endProcesses(root: string): Promise<number> {
  const ended = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    const found = processesOf(root);
    if (found.length === 0) break;
    for (const pid of found) {
      ended.add(pid);
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
    await sleep(100);
  }
  return ended.size;
}

/**
 * Read at once and not through Node's threads, which take ten times as long
 * for so many small files: some hundred processes are a few milliseconds.
 */
function processesOf(root: string): number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && belongs(pid, root));
}

function belongs(pid: number, root: string): boolean {
  const mark = Buffer.from(`${markName}=${root}\0`);
  if (environmentOf(pid)?.includes(mark)) return true;
  return ['cwd', 'root'].some((link) => isInside(targetOf(`/proc/${pid}/${link}`), root));
}

/** Empty for an ended process that nobody has waited for; undefined for one that has gone, or is not ours to see. */
function environmentOf(pid: number): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return undefined;
  }
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link).replace(/ \(deleted\)$/, '');
  } catch {
    return '';
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removing a folder with a mount in it would remove what is mounted. */
async function unmount(root: string): Promise<void> {
  const table = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const points = table
    .split('\n')
    .map((line) => (line.split(' ')[4] ?? '').replaceAll('\\040', ' '))
    .filter((point) => isInside(point, root))
    .sort((a, b) => b.length - a.length);
  for (const point of points) {
    await run({ program: 'umount', args: ['-l', '--', point], timeout: 10_000 });
  }
}

function isInside(target: string, root: string): boolean {
  return target === root || target.startsWith(root + path.sep);
}
