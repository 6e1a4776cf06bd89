/** Images on disk: `images/<sha256>`, there whole by one rename or not at all. */
import { chmod, copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import { headSize } from './format';

/** Path under the data folder, as it is kept in the row. */
export function imagePath(sha256: string): string {
  return path.join('images', sha256);
}

/** The folder in which an import works; removed afterwards. */
export function importFolder(imageId: string): string {
  return dataPath('uploads', `${imageId}.import`);
}

/** Where an upload is while it comes, and when it is whole. */
export function uploadPaths(name: string): { coming: string; whole: string } {
  return {
    coming: dataPath('uploads', `${name}.part`),
    whole: dataPath('uploads', name),
  };
}

/** Flushes a file and gives it its final name. Equal content that is there already stays. */
export async function keepImage(given: { file: string; sha256: string }): Promise<void> {
  const target = dataPath(imagePath(given.sha256));
  await mkdir(path.dirname(target), { recursive: true });
  await chmod(given.file, 0o644);
  await flush(given.file);
  await rename(given.file, target);
  await flush(path.dirname(target));
}

/** Removes an image's file. */
export async function dropImage(sha256: string): Promise<void> {
  await rm(dataPath(imagePath(sha256)), { force: true });
}

/** A second name for a file, or a copy where the file system has no such thing. */
export async function linkOrCopy(given: { from: string; to: string }): Promise<void> {
  await rm(given.to, { force: true });
  await link(given.from, given.to).catch(() => copyFile(given.from, given.to));
}

/** Size and first bytes of a file. */
export async function lookInto(file: string): Promise<{ size: number; head: Buffer }> {
  const { size } = await stat(file);
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headSize), 0, headSize, 0);
    return { size, head: buffer.subarray(0, bytesRead) };
  } finally {
    await handle.close();
  }
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
