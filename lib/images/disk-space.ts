/** Room in the data folder for big files. */
import { statfs } from 'node:fs/promises';
import { dataPath } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';

/** Bytes that stay free, for the database and for logs. */
const reserve = 512 * 1024 * 1024;

/** Bytes that may still be written. */
export async function freeSpace(): Promise<number> {
  const { bavail, bsize } = await statfs(dataPath());
  return Math.max(0, bavail * bsize - reserve);
}

/** Throws ERR_NO_SPACE with both figures when there is not room for `bytes` more. */
export async function demandSpace(bytes: number): Promise<void> {
  const free = await freeSpace();
  if (bytes <= free) return;
  throw noSpace({ needed: bytes, free });
}

export function noSpace(given: { needed: number; free: number }): AppError {
  return new AppError({
    class: 'tooLarge',
    code: 'ERR_NO_SPACE',
    message: `There is room for ${readable(given.free)} in the data folder, and ${readable(given.needed)} are needed. Delete images or builds, or give it a larger disk.`,
    field: 'file',
  });
}

/** Bytes for people: `1.5 GB`. */
export function readable(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit]}`;
}
