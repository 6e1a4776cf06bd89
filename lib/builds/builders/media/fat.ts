/** FAT file systems in files, with neither mounting nor root. */
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { fixedEnvironment } from './fixed';

export const sectorBytes = 512;

/** Clusters that FAT16 has at most, by Microsoft's FAT specification of 2000, page 14. */
const mostClusters = 65_524;

export interface FatVolume {
  /** The file that it lies in; made when it is not there, and as long as needed. */
  image: string;
  /** Where it begins in the file, in bytes: a partition's start; 0 without partitions. */
  offset?: number;
  /** Bytes; from 3 MiB to 2 GiB, in whole KiB. */
  size: number;
  /** At most eleven characters that FAT can write. */
  label: string;
  /** 8 hex digits. */
  id: string;
  /** What is in it: path inside, such as `EFI/BOOT/BOOTX64.EFI`, and the file that goes there. */
  files: { name: string; from: string }[];
}

/** Makes the file system (FAT16) and fills it. */
export async function makeFat(volume: FatVolume, context: BuildContext): Promise<void> {
  const { image, offset = 0, size, label, id, files } = volume;
  const file = await open(image, 'a');
  await file.truncate(offset + size);
  await file.close();
  const run = (program: string, args: string[]) =>
    context.run(program, args, { env: fixedEnvironment });
  await run('mkfs.vfat', [
    ...['--invariant', '-F', '16', '-s', String(clusterSectors(size))],
    ...['-n', label, '-i', id],
    ...(offset > 0 ? ['--offset', String(offset / sectorBytes)] : []),
    // Boot sectors of a partition count from the start of the disk.
    ...['-h', String(offset / sectorBytes)],
    image,
    String(size / 1024),
  ]);
  const volumeName = offset > 0 ? `${image}@@${offset}` : image;
  const folders = foldersOf(files.map(({ name }) => name));
  if (folders.length > 0) {
    await run('mmd', ['-i', volumeName, ...folders.map((name) => `::${name}`)]);
  }
  for (const { name, from } of files) {
    await run('mcopy', ['-i', volumeName, from, `::${name}`]);
  }
}

/** A size in bytes with room for that content: whole MiB, and not less than `least`. */
export function fatSize({ content, least }: { content: number; least: number }): number {
  const mebibyte = 1024 * 1024;
  // Tables, the root folder, and a cluster lost at the end of every file.
  const needed = content + content / 64 + mebibyte / 2;
  return Math.max(least, Math.ceil(needed / mebibyte) * mebibyte);
}

function clusterSectors(size: number): number {
  let sectors = 1;
  while (size / sectorBytes / sectors > mostClusters) sectors *= 2;
  return sectors;
}

/** All folders above the files, each after the one it is in. */
function foldersOf(names: string[]): string[] {
  const found = new Set<string>();
  for (const name of names) {
    const parts = path.posix.dirname(name).split('/');
    for (let depth = 1; depth <= parts.length; depth += 1) {
      found.add(parts.slice(0, depth).join('/'));
    }
  }
  found.delete('.');
  return [...found].sort();
}
