/**
 * What is expensive to make and safe to share between runs: finished
 * artifacts (folders named by the hash of what made them) and downloads. A
 * product finds them in its data folder as if it had made them in an earlier
 * life; what does not fit its sources any more it builds anew.
 */
import { copyFile, link, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { labFolder } from '@/e2e/lab/accel';
import { runProgram } from '@/e2e/lab/program';

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

/** Keeps what this data folder has, for the next run; older artifacts of the same kind go. */
export async function keep(data: string): Promise<void> {
  const artifacts = join(kept(), 'artifacts');
  await linkArtifacts({ from: join(data, 'artifacts'), to: artifacts });
  await dropOlder({ kept: artifacts, current: await finished(join(data, 'artifacts')) });
  if ((await names(join(data, 'cache'))).length === 0) return;
  const fresh = join(kept(), `cache.${process.pid}`);
  await rm(fresh, { recursive: true, force: true });
  await runProgram(['cp', '-a', '--reflink=auto', join(data, 'cache'), fresh]);
  await rm(join(kept(), 'cache'), { recursive: true, force: true });
  // Of two runs that end at once, one is kept.
  await rename(fresh, join(kept(), 'cache')).catch(() => rm(fresh, { recursive: true }));
}

/** Fingerprint → kind of the finished artifacts in a folder. */
async function finished(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of await names(folder)) {
    if (!/^[0-9a-f]{64}$/.test(name)) continue;
    const text = await readFile(join(folder, name, 'artifact.json'), 'utf8').catch(() => null);
    if (text) found.set(name, (JSON.parse(text) as { kind: string }).kind);
  }
  return found;
}

async function linkArtifacts({ from, to }: { from: string; to: string }): Promise<void> {
  const there = await finished(to);
  for (const name of (await finished(from)).keys()) {
    if (there.has(name)) continue;
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

async function dropOlder(given: { kept: string; current: Map<string, string> }): Promise<void> {
  const kinds = new Set(given.current.values());
  for (const [name, kind] of await finished(given.kept)) {
    if (!kinds.has(kind) || given.current.has(name)) continue;
    await rm(join(given.kept, name), { recursive: true, force: true });
  }
}

async function names(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
