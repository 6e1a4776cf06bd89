/**
 * Artifacts as builders, publications and imports use them, whichever store
 * keeps them: the folders that builds work in, and what becomes of them.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import type { ArtifactRecord } from './schema';
import { artifactStore } from './store/configured';
import { describeFiles, workFolder } from './store/files';
import { recordName, type StoredArtifact } from './store/store';

export { fileSha256, workFolder } from './store/files';
export { artifactFolder } from './store/folder-store';

/** Folders of one build at work, made empty. */
export async function openWork(name: string): Promise<{
  root: string;
  folder: string;
  scratch: string;
  cache: string;
}> {
  const root = workFolder(name);
  await rm(root, { recursive: true, force: true });
  const made = {
    root,
    folder: path.join(root, 'files'),
    scratch: path.join(root, 'scratch'),
    cache: dataPath('cache'),
  };
  for (const folder of [made.folder, made.scratch, made.cache]) {
    await mkdir(folder, { recursive: true });
  }
  return made;
}

/**
 * Checksums what the builder left, writes `artifact.json` and gives all to
 * the store, where it is whole or not at all. When another worker was first
 * its artifact stays, and its record is given. Throws when the folder is
 * empty or holds anything but plain files.
 */
export async function publishArtifact(given: {
  folder: string;
  record: Omit<ArtifactRecord, 'files'>;
  signal: AbortSignal;
}): Promise<ArtifactRecord> {
  const { folder, signal } = given;
  const record = { ...given.record, files: await describeFiles(folder, signal) };
  await writeFile(path.join(folder, recordName), `${JSON.stringify(record, null, 2)}\n`);
  return (await artifactStore()).publish({ folder, record, signal });
}

/**
 * The record of an artifact that is whole, or undefined. What is there and
 * not whole (files deleted by hand) is removed, so that it can be made anew:
 * for workers only, who hold the build's lock or are about to take it.
 */
export async function findArtifact(fingerprint: string): Promise<ArtifactRecord | undefined> {
  const store = await artifactStore();
  const record = await store.find(fingerprint);
  if (!record) await store.remove(fingerprint);
  return record;
}

/** True when all its files are there with their sizes. Changes nothing: for everybody. */
export async function isWhole(fingerprint: string): Promise<boolean> {
  return (await (await artifactStore()).find(fingerprint)) !== undefined;
}

/** A folder of this machine with the artifact's files; brought here where a bucket has them. */
export async function localArtifact(artifact: StoredArtifact): Promise<string> {
  return (await artifactStore()).local(artifact);
}

/** Removes an artifact's files, and its copies. */
export async function removeArtifact(fingerprint: string): Promise<void> {
  await (await artifactStore()).remove(fingerprint);
}
