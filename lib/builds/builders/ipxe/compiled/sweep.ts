/** Bases that are too many, and halves that a killed worker left. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { inUse, removeUnused } from '@/lib/builds/caches/prune';
import { isLocked } from '@/lib/core/file-lock';

/** Some 40 MB each. */
const basesKept = 12;

/**
 * Removes what is too much below `root`; of bases only such as the pruning of
 * caches would remove too, and in its way. The caller has the lock of `keep`.
 */
export async function sweepBases({ root, keep }: { root: string; keep: string }): Promise<void> {
  const halves = await readdir(path.join(root, '.making')).catch(() => []);
  for (const half of halves) {
    const key = half.replace(/\..*$/, '');
    // Who makes the base holds its lock; with the caller's own, what is there is a dead one's.
    if (key !== keep && isLocked(path.join(root, '.locks', key))) continue;
    await rm(path.join(root, '.making', half), { recursive: true, force: true });
  }
  const bases = (await readdir(root).catch(() => [])).filter((name) => !name.startsWith('.'));
  const others = await Promise.all(
    bases.filter((name) => name !== keep).map((name) => lastUse(path.join(root, name))),
  );
  const before = new Date(Date.now() - inUse);
  const old = others
    .filter((other) => other !== null)
    .sort((one, other) => other.used - one.used)
    .slice(basesKept - 1);
  for (const { folder } of old) await removeUnused({ folder, before });
}

/** Null when another has removed it meanwhile. */
async function lastUse(folder: string): Promise<{ folder: string; used: number } | null> {
  const found = await stat(folder).catch(() => null);
  return found && { folder, used: found.mtimeMs };
}
