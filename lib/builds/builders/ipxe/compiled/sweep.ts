/** Bases that nobody takes from any more, and halves that a killed worker left. */
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isLocked } from '@/lib/core/file-lock';

/** Some 40 MB each. */
const basesKept = 12;
/** A base that was taken so lately may be linked from at this moment. Milliseconds. */
const inUse = 3600_000;

/** Removes what is too much below `root`, but never `keep`. */
export async function sweepBases({ root, keep }: { root: string; keep: string }): Promise<void> {
  const halves = await readdir(path.join(root, '.making')).catch(() => []);
  for (const key of halves) {
    if (key === keep || (await isLocked(path.join(root, '.locks', key)))) continue;
    await rm(path.join(root, '.making', key), { recursive: true, force: true });
  }
  const names = (await readdir(root).catch(() => [])).filter((name) => !name.startsWith('.'));
  const bases = await Promise.all(
    names.map(async (name) => ({ name, used: (await stat(path.join(root, name))).mtimeMs })),
  );
  const old = bases
    .filter(({ name }) => name !== keep)
    .sort((one, other) => other.used - one.used)
    .slice(basesKept - 1)
    .filter(({ used }) => Date.now() - used > inUse);
  for (const { name } of old) await rm(path.join(root, name), { recursive: true, force: true });
}
