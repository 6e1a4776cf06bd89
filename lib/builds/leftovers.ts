/**
 * What a build leaves when it or its worker is killed: processes that run on,
 * mounts, and its folder. Every program of a build carries the folder's path
 * in its environment, so that it is found whoever its parent is now.
 */
import { readdir, readFile, readlink, rm } from 'node:fs/promises';
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
    const found = await processesOf(root);
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

async function processesOf(root: string): Promise<number[]> {
  const entries = await readdir('/proc').catch(() => []);
  const pids = entries.filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => (pid !== process.pid && (await belongs(pid, root)) ? pid : 0)),
  );
  return found.filter((pid) => pid > 0);
}

async function belongs(pid: number, root: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  // An ended process that nobody has waited for has an empty environment and no links.
  if (environment.split('\0').includes(`${markName}=${root}`)) return true;
  for (const link of ['cwd', 'root']) {
    const target = await readlink(`/proc/${pid}/${link}`).catch(() => '');
    if (isInside(target.replace(/ \(deleted\)$/, ''), root)) return true;
  }
  return false;
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
