/** Folders in the work folder of this machine whose process or worker is no more. */
import { stat } from 'node:fs/promises';
import { isAtWork } from '../data';
import { sweepWork } from '../leftovers';
import { nullWhenMissing, pidSpace, workFolder } from '../store/files';

/** Milliseconds; a number of a process that old may be another's by now. */
const passingLife = 6 * 3600_000;

/** Ends the processes, takes the mounts and removes the folders of builds that nobody works on. Gives their names. */
export function sweepDeadWork(): Promise<string[]> {
  return sweepWork(isAlive);
}

async function isAlive(name: string): Promise<boolean> {
  // What comes or goes by rename: `<what>.<pid>.<pid space>.<8 hex digits>`.
  const passing = /^(?:copy|gone)\..*\.(\d+)\.([0-9a-f]{8})\.[0-9a-f]{8}$/.exec(name);
  if (passing) {
    // Of a process that we cannot see, such as one in another container, the age alone tells.
    const unseen = passing[2] !== pidSpace();
    return (unseen || isRunning(Number(passing[1]))) && (await isYoung(name));
  }
  // Of a build: `<build>.<worker>`.
  const dot = name.indexOf('.');
  return isAtWork({ buildId: name.slice(0, dot), worker: name.slice(dot + 1) });
}

async function isYoung(name: string): Promise<boolean> {
  const found = await stat(workFolder(name)).catch(nullWhenMissing);
  return found !== null && Date.now() - found.ctimeMs < passingLife;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
