/**
 * Copies of a bucket's artifacts on this machine's disk. A copy's name is
 * made of the fingerprint and the checksums, so that one of an artifact that
 * was made anew is another one; it appears whole by one rename. Nothing says
 * which of them hold a secret, and only our processes read them: all are closed.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { shared } from '@/lib/core/shared';
import type { ArtifactFile } from '../schema';
import {
  closedModes,
  holdsAll,
  isTaken,
  nullWhenMissing,
  passingFolder,
  removeFolder,
} from './files';
import type { StoredArtifact } from './store';

/** Milliseconds in which a use of a copy is not noted again. */
const useNotedEvery = 3_600_000;

/** Folder of an artifact's copy, there or not. */
export function copyFolder({ fingerprint, files }: StoredArtifact): string {
  const content = files.map(({ name, size, sha256: sum }) => `${name}\0${size}\0${sum}\n`).join('');
  return dataPath('copies', `${fingerprint}.${sha256(content).slice(0, 16)}`);
}

type Fetch = (file: ArtifactFile) => Promise<Readable>;

/** The folder with the artifact's copy, fetched if need be. Those who ask at once wait for one. */
export async function copyOf(given: { artifact: StoredArtifact; fetch: Fetch }): Promise<string> {
  const folder = copyFolder(given.artifact);
  if (await holdsAll(folder, given.artifact.files)) {
    await noteCopyUse(folder);
    return folder;
  }
  const running = shared('builds.copying', () => new Map<string, Promise<void>>());
  let copying = running.get(folder);
  if (!copying) {
    copying = bring({ ...given, folder }).finally(() => running.delete(folder));
    running.set(folder, copying);
  }
  await copying;
  return folder;
}

/** Takes a folder, whose files are the artifact's, as its copy. */
export async function keepAsCopy(given: {
  artifact: StoredArtifact;
  folder: string;
}): Promise<void> {
  const target = copyFolder(given.artifact);
  await mkdir(path.dirname(target), { recursive: true });
  for (const name of await readdir(given.folder)) {
    await chmod(path.join(given.folder, name), closedModes.file);
  }
  await chmod(given.folder, closedModes.folder);
  try {
    await rename(given.folder, target);
  } catch (error) {
    if (!isTaken(error)) throw error;
    // Another process was first, or somebody took files out of it.
    if (await holdsAll(target, given.artifact.files)) {
      await rm(given.folder, { recursive: true, force: true });
      return;
    }
    await removeFolder(target);
    await rename(given.folder, target);
  }
}

/** Removes every copy of an artifact. */
export async function removeCopies(fingerprint: string): Promise<void> {
  for (const name of await copyNames()) {
    if (name.startsWith(`${fingerprint}.`)) await removeFolder(dataPath('copies', name));
  }
}

/** Removes the copies that were not used since then. */
export async function pruneCopies(unusedSince: Date): Promise<void> {
  for (const name of await copyNames()) {
    const folder = dataPath('copies', name);
    const found = await stat(folder).catch(nullWhenMissing);
    if (found && found.mtime < unusedSince) await removeFolder(folder);
  }
}

async function copyNames(): Promise<string[]> {
  return (await readdir(dataPath('copies')).catch(nullWhenMissing)) ?? [];
}

/**
 * Says that a copy is used, whose last use is the time of its folder; at most
 * once an hour. Never throws: who opens a file of it sees whether it is there.
 */
export async function noteCopyUse(folder: string): Promise<void> {
  const noted = shared('builds.copy-uses', () => new Map<string, number>());
  const now = new Date();
  if (now.getTime() - (noted.get(folder) ?? 0) < useNotedEvery) return;
  noted.set(folder, now.getTime());
  await utimes(folder, now, now).catch(() => noted.delete(folder));
}

async function bring(given: {
  artifact: StoredArtifact;
  folder: string;
  fetch: Fetch;
}): Promise<void> {
  const { artifact, fetch } = given;
  const coming = await passingFolder(`copy.${artifact.fingerprint}`);
  await mkdir(coming, { recursive: true, mode: closedModes.folder });
  try {
    for (const file of artifact.files) {
      await fetchFile({ file, to: path.join(coming, file.name), fetch });
    }
    await keepAsCopy({ artifact, folder: coming });
  } finally {
    await rm(coming, { recursive: true, force: true });
  }
}

async function fetchFile(given: { file: ArtifactFile; to: string; fetch: Fetch }): Promise<void> {
  const { file, to } = given;
  const hash = createHash('sha256');
  const source = await given.fetch(file);
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        yield chunk;
      }
    },
    createWriteStream(to, { mode: closedModes.file }),
  );
  const found = hash.digest('hex');
  if (found !== file.sha256) {
    throw new Error(
      `${file.name} came from the artifact store with the checksum ${found} instead of ${file.sha256}.`,
    );
  }
}
