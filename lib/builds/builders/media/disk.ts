/** A disk with a boot sector and one FAT partition, in a file. */
import { open, writeFile } from 'node:fs/promises';
import type { BuildContext } from '@/lib/builds/builder';
import { type FatVolume, makeFat, sectorBytes } from './fat';
import { fixedEnvironment } from './fixed';

/** Where the partition begins, in bytes; what is before it is the boot loader's. */
export const partitionStart = 1024 * 1024;

/** Boot code of an MBR ends where the disk's id begins. */
const bootCodeBytes = 440;

/** FAT16, addressed by sector numbers (LBA). */
const partitionType = 'e';

/**
 * Makes the disk: an MBR with that boot code, whose id is the volume's, and an
 * active partition with the file system in it.
 */
export async function makeDisk(
  given: Omit<FatVolume, 'offset'> & { bootCode: Buffer },
  context: BuildContext,
): Promise<void> {
  const { bootCode, image, size, id } = given;
  if (bootCode.length > bootCodeBytes) {
    throw new Error(`The boot code has ${bootCode.length} bytes; an MBR holds ${bootCodeBytes}.`);
  }
  await writeFile(image, '');
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
    await file.write(bootCode, 0, bootCode.length, 0);
  } finally {
    await file.close();
  }
}
