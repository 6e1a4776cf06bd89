/** A disk with a boot sector and one FAT partition, in a file. */
import { open } from 'node:fs/promises';
import type { BuildContext } from '@/lib/builds/builder';
import { type FatVolume, makeFat, sectorBytes } from './fat';
import { fixedEnvironment } from './fixed';

/** Where the partition begins, in bytes; what is before it is the boot loader's. */
export const partitionStart = 1024 * 1024;

/** FAT16, addressed by sector numbers (LBA). */
const partitionType = 'e';

/** Bytes before the partition, such as boot code; the disk's id and table (bytes 440 to 511) are left out. */
export interface BeforePartition {
  at: number;
  content: Buffer;
}

/**
 * Makes the disk: an MBR whose id is the volume's, an active partition with
 * the file system in it, and what is to stand before it.
 */
export async function makeDisk(
  given: Omit<FatVolume, 'offset'> & { before: BeforePartition[] },
  context: BuildContext,
): Promise<void> {
  const { before, image, size, id } = given;
  for (const { at, content } of before) {
    const end = at + content.length;
    const free = (at < 440 && end <= 440) || (at >= sectorBytes && end <= partitionStart);
    if (!free) throw new Error(`There is no room for ${content.length} bytes at ${at}.`);
  }
  await makeFat({ ...given, offset: partitionStart }, context);
  const table = [
    'label: dos',
    `label-id: 0x${id}`,
    'unit: sectors',
    `start=${partitionStart / sectorBytes}, size=${size / sectorBytes}, type=${partitionType}, bootable`,
  ];
  await context.run('sfdisk', ['--quiet', '--no-reread', '--no-tell-kernel', image], {
    input: `${table.join('\n')}\n`,
    env: fixedEnvironment,
  });
  const file = await open(image, 'r+');
  try {
    for (const { at, content } of before) await file.write(content, 0, content.length, at);
  } finally {
    await file.close();
  }
}
