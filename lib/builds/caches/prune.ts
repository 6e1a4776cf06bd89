/**
 * Parts of the shared cache go when nobody has used them for long. Whoever
 * takes from a part that is a folder touches the folder (`noteCacheUse`), so
 * that its time is its last use: a part in use was touched within the
 * longest build's time, which is far less than the shortest retention.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { isTaken, nullWhenMissing } from '../store/files';

/**
 * Folders in the cache whose entries are made again when they are missing:
 * iPXE compiled but for the script, the distribution's iPXE, unpacked
 * packages, package lists with their archives. The source of iPXE is not
 * among them: it is what an administrator has chosen, and may not be had again.
 */
const prunable = ['ipxe-bases', 'ipxe', 'packages', 'apt'];

/** Milliseconds; what was used so lately is kept whatever the retention. Builds are stopped long before. */
export const inUse = 6 * 3600_000;

/** Beside the part, and so on the same file system. */
const goingPrefix = '.going-';

/** Says that a part of the cache is used now. Never throws: who takes from it finds out whether it is there. */
export async function noteCacheUse(folder: string): Promise<void> {
  const now = new Date();
  await utimes(folder, now, now).catch(() => {});
}

/** Removes what was last used before then; gives the paths below the cache. */
export async function pruneCaches(unusedSince: Date): Promise<string[]> {
  const before = new Date(Math.min(unusedSince.getTime(), Date.now() - inUse));
  const gone: string[] = [];
  for (const part of prunable) {
    const root = dataPath('cache', part);
    const entries = await readdir(root, { withFileTypes: true }).catch(nullWhenMissing);
    for (const entry of entries ?? []) {
      if (!entry.isDirectory()) continue;
      const folder = path.join(root, entry.name);
      // What a worker was removing when it was killed. Other such names, locks and halves, are their makers'.
      if (entry.name.startsWith(goingPrefix)) await rm(folder, { recursive: true, force: true });
      if (entry.name.startsWith('.')) continue;
      if (await removeUnused({ folder, before })) gone.push(path.join(part, entry.name));
      else if (part === 'apt') gone.push(...(await pruneArchives({ folder, before })));
    }
  }
  return gone;
}

/**
 * Removes a folder that was last used before then; true when it did. Takes it
 * away by one rename, looks again, and puts it back when somebody came in
 * between. The one way in which parts of the cache go.
 */
export async function removeUnused(given: { folder: string; before: Date }): Promise<boolean> {
  const { folder, before } = given;
  if (!(await isOld({ folder, before }))) return false;
  const trash = path.join(path.dirname(folder), goingPrefix + randomUUID());
  if ((await rename(folder, trash).then(() => true, nullWhenMissing)) === null) return false;
  if (await isOld({ folder: trash, before })) {
    await rm(trash, { recursive: true, force: true });
    return true;
  }
  try {
    await rename(trash, folder);
  } catch (error) {
    if (!isTaken(error)) throw error;
    // Somebody has made it anew meanwhile.
    await rm(trash, { recursive: true, force: true });
  }
  return false;
}

async function isOld({ folder, before }: { folder: string; before: Date }): Promise<boolean> {
  const found = await stat(folder).catch(nullWhenMissing);
  return found !== null && found.mtime < before;
}

/**
 * Downloaded packages of a release that is in use. Their mtime is the
 * server's, so it is when they came or were read; not while a build may be
 * taking them.
 */
async function pruneArchives(given: { folder: string; before: Date }): Promise<string[]> {
  const { folder, before } = given;
  if (!(await isOld({ folder, before: new Date(Date.now() - inUse) }))) return [];
  const archives = path.join(folder, 'archives');
  const gone: string[] = [];
  for (const name of (await readdir(archives).catch(nullWhenMissing)) ?? []) {
    if (!name.endsWith('.deb')) continue;
    const file = path.join(archives, name);
    const found = await stat(file).catch(nullWhenMissing);
    if (!found || Math.max(found.ctimeMs, found.atimeMs) >= before.getTime()) continue;
    await rm(file, { force: true });
    gone.push(path.join('apt', path.basename(folder), 'archives', name));
  }
  return gone;
}
