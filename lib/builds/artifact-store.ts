/**
 * Artifacts on disk: `artifacts/<fingerprint>/` appears by one rename, whole
 * and flushed, or not at all. Work in progress is in `artifacts/.tmp`, on the
 * same file system.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { type ArtifactFile, type ArtifactRecord, artifactRecord } from './schema';

/** The file beside an artifact's files that tells what made them. */
export const recordName = 'artifact.json';

/** Folder of a finished artifact. */
export function artifactFolder(fingerprint: string): string {
  return dataPath('artifacts', fingerprint);
}

/** Folder for builds at work. */
export function workFolder(...parts: string[]): string {
  return dataPath('artifacts', '.tmp', ...parts);
}

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

/** SHA-256 of a file in hex, read as a stream. */
export async function fileSha256(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/**
 * Checksums what the builder left, writes `artifact.json`, flushes all to the
 * disk and renames the folder to its final name. When another worker was
 * first its artifact stays. Throws when the folder is empty or holds anything
 * but plain files.
 */
export async function publishArtifact(given: {
  folder: string;
  record: Omit<ArtifactRecord, 'files'>;
  signal: AbortSignal;
}): Promise<ArtifactRecord> {
  const files = await describeFiles(given.folder, given.signal);
  const record = { ...given.record, files };
  await writeFile(path.join(given.folder, recordName), `${JSON.stringify(record, null, 2)}\n`);
  for (const name of [...files.map((file) => file.name), recordName]) {
    const file = path.join(given.folder, name);
    await chmod(file, 0o644);
    await flush(file);
  }
  await chmod(given.folder, 0o755);
  await flush(given.folder);
  given.signal.throwIfAborted();
  const target = artifactFolder(record.fingerprint);
  try {
    await rename(given.folder, target);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    return await readRecord(record.fingerprint).then((found) => found ?? Promise.reject(error));
  }
  await flush(path.dirname(target));
  return record;
}

/**
 * The record of an artifact whose files are all there with their sizes, or
 * undefined. What is there but not whole (files deleted by hand) is removed.
 */
export async function findArtifact(fingerprint: string): Promise<ArtifactRecord | undefined> {
  const record = await readRecord(fingerprint);
  if (record && (await isWhole(record))) return record;
  await removeArtifact(fingerprint);
  return undefined;
}

/** Removes an artifact's folder: it goes away by one rename, then for good. */
export async function removeArtifact(fingerprint: string): Promise<void> {
  const trash = workFolder(`gone.${fingerprint}.${process.pid}`);
  await mkdir(workFolder(), { recursive: true });
  try {
    await rename(artifactFolder(fingerprint), trash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await rm(trash, { recursive: true, force: true });
}

async function readRecord(fingerprint: string): Promise<ArtifactRecord | undefined> {
  try {
    const text = await readFile(path.join(artifactFolder(fingerprint), recordName), 'utf8');
    return artifactRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function isWhole(record: ArtifactRecord): Promise<boolean> {
  for (const file of record.files) {
    const found = await stat(path.join(artifactFolder(record.fingerprint), file.name)).catch(
      () => undefined,
    );
    if (found?.size !== file.size) return false;
  }
  return true;
}

async function describeFiles(folder: string, signal: AbortSignal): Promise<ArtifactFile[]> {
  const names = (await readdir(folder)).sort();
  if (names.length === 0) throw new Error('The builder ended well and left no file.');
  const files: ArtifactFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    const found = await lstat(file);
    if (!found.isFile()) throw new Error(`The builder left ${name}, which is not a plain file.`);
    files.push({ name, size: found.size, sha256: await fileSha256(file, signal) });
  }
  return files;
}

/** fsync of a file or a folder. */
async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
