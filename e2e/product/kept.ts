/**
 * What is expensive to make and safe to share between runs: finished
 * artifacts (folders named by the hash of what made them) and downloads. A
 * product finds them in its data folder as if it had made them in an earlier
 * life; what does not fit its sources any more it builds anew.
 */
import { copyFile, link, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { labFolder } from '@/e2e/lab/accel';
import { runProgram } from '@/e2e/lab/program';

/** Two working trees may take turns. */
const perKind = 2;

/** Boot media take a second, and tests look how they are made. */
const expensive = ['agent', 'loaders', 'image'];

function kept(): string {
  return join(labFolder(), 'kept');
}

/** Puts what earlier runs have kept into a fresh data folder. */
export async function restoreKept(data: string): Promise<void> {
  await linkArtifacts({ from: join(kept(), 'artifacts'), to: join(data, 'artifacts') });
  const cache = join(kept(), 'cache');
  if ((await names(cache)).length === 0) return;
  await runProgram(['cp', '-a', '--reflink=auto', cache, join(data, 'cache')]);
}

/** Keeps what this data folder has, for the next run; of each kind only the newest stay. */
export async function keep(data: string): Promise<void> {
  const artifacts = join(kept(), 'artifacts');
  await linkArtifacts({ from: join(data, 'artifacts'), to: artifacts });
  await dropOlder(artifacts);
  if ((await names(join(data, 'cache'))).length === 0) return;
  const fresh = join(kept(), `cache.${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  await runProgram(['cp', '-a', '--reflink=auto', join(data, 'cache'), fresh]);
  await rm(join(kept(), 'cache'), { recursive: true, force: true });
  // Of two runs that end at once, one is kept.
  await rename(fresh, join(kept(), 'cache')).catch(() => rm(fresh, { recursive: true }));
}

interface Finished {
  kind: string;
  /** When it was made; a hard link keeps that. */
  madeAt: number;
}

/** The finished artifacts of a folder, by fingerprint. */
async function finished(folder: string): Promise<Map<string, Finished>> {
  const found = new Map<string, Finished>();
  for (const name of await names(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const record = join(folder, name, 'artifact.json');
    const text = await readFile(record, 'utf8').catch(() => null);
    if (!text) continue;
    const { kind } = JSON.parse(text) as { kind: string };
    found.set(name, { kind, madeAt: (await stat(record)).mtimeMs });
  }
  return found;
}

async function linkArtifacts({ from, to }: { from: string; to: string }): Promise<void> {
  const there = await finished(to);
  for (const [name, { kind }] of await finished(from)) {
    if (there.has(name) || !expensive.includes(kind)) continue;
    const half = join(to, `half.${process.pid}`);
    await rm(half, { recursive: true, force: true });
    await mkdir(half, { recursive: true });
    for (const file of await names(join(from, name))) {
      await linkOrCopy(join(from, name, file), join(half, file));
    }
    await rename(half, join(to, name)).catch(() => rm(half, { recursive: true }));
  }
}

/** Artifacts never change, so both names may be one file. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(() => copyFile(from, to));
}

async function dropOlder(folder: string): Promise<void> {
  const newestFirst = [...(await finished(folder))].sort(([, a], [, b]) => b.madeAt - a.madeAt);
  const counts = new Map<string, number>();
  for (const [name, { kind }] of newestFirst) {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    if (count > perKind) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
