/** What a folder takes on its disk. */
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { nullWhenMissing } from '../store/files';

export interface FolderSize {
  /** Files and links; a file of several names counts once. */
  count: number;
  /** That are taken on the disk: less than the length for files with holes. */
  bytes: number;
}

/** Walks through it; nothing is followed, and what goes away meanwhile does not count. */
export async function sizeOfFolder(folder: string): Promise<FolderSize> {
  const size = { count: 0, bytes: 0 };
  await walk({ folder, size, seen: new Set() });
  return size;
}

async function walk(given: { folder: string; size: FolderSize; seen: Set<string> }): Promise<void> {
  const { folder, size, seen } = given;
  const entries = await readdir(folder, { withFileTypes: true }).catch(nullWhenMissing);
  for (const entry of entries ?? []) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      await walk({ folder: full, size, seen });
      continue;
    }
    const found = await lstat(full).catch(nullWhenMissing);
    if (!found) continue;
    const identity = `${found.dev}:${found.ino}`;
    if (found.nlink > 1 && seen.size === seen.add(identity).size) continue;
    size.count += 1;
    size.bytes += found.blocks * 512;
  }
}
