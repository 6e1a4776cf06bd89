/** Small steps on the disk that stores and builds share. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, readFileSync, readlinkSync } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import type { ArtifactFile } from '../schema';

/** Of what may hold a secret: for the user alone that our processes run as. */
export const closedModes = { file: 0o600, folder: 0o700 };

/** Of all else, which other programs of the machine may read. */
export const openModes = { file: 0o644, folder: 0o755 };

/** Folder for builds at work, and for what comes and goes by rename. */
export function workFolder(...parts: string[]): string {
  return dataPath('artifacts', '.tmp', ...parts);
}

/**
 * Where our pids mean something: this boot of this machine, and this PID
 * namespace, for containers that share the folder have their own. 8 hex digits.
 */
export function pidSpace(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8');
  return sha256(`${boot} ${readlinkSync('/proc/self/ns/pid')}`).slice(0, 8);
}

/** A new name in the work folder, which no other process takes: `<what>.<pid>.<pid space>.<8 hex digits>`. */
export async function passingFolder(what: string): Promise<string> {
  await mkdir(workFolder(), { recursive: true });
  return workFolder(`${what}.${process.pid}.${pidSpace()}.${randomBytes(4).toString('hex')}`);
}

/** SHA-256 of a file in hex, read as a stream. */
export async function fileSha256(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    hash.update(chunk);
  }
  return hash.digest('hex');
}

/** fsync of a file or a folder. */
export async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names, sizes and checksums of a folder's files. Throws when it is empty or holds anything but plain files. */
export async function describeFiles(folder: string, signal: AbortSignal): Promise<ArtifactFile[]> {
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

/** True when the folder has all the files with their sizes. Throws where the disk does not answer. */
export async function holdsAll(folder: string, files: ArtifactFile[]): Promise<boolean> {
  for (const { name, size } of files) {
    const found = await stat(path.join(folder, name)).catch(nullWhenMissing);
    if (found?.size !== size) return false;
  }
  return true;
}

/** Takes a folder away by one rename, and then for good. */
export async function removeFolder(folder: string): Promise<void> {
  const trash = await passingFolder(`gone.${path.basename(folder)}`);
  if ((await rename(folder, trash).then(() => true, nullWhenMissing)) === null) return;
  await rm(trash, { recursive: true, force: true });
}

/** Null for what is not there; everything else is thrown on. */
export function nullWhenMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

/** True for the error of a rename to a folder that is there and not empty. */
export function isTaken(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTEMPTY' || code === 'EEXIST';
}
