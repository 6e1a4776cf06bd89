/** The parts of the shared cache on this machine, with their sizes. */
import { readdir } from 'node:fs/promises';
import { dataPath } from '@/lib/core/env';
import { nullWhenMissing } from '../store/files';
import { sizeOfFolder } from './size';

/** One entry for each folder in the cache, the largest first. */
export async function measureCaches(): Promise<{ name: string; count: number; bytes: number }[]> {
  const entries = await readdir(dataPath('cache'), { withFileTypes: true }).catch(nullWhenMissing);
  const names = (entries ?? []).filter((one) => one.isDirectory()).map(({ name }) => name);
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, ...(await sizeOfFolder(dataPath('cache', name))) })),
  );
  return sizes.sort((one, other) => other.bytes - one.bytes);
}
