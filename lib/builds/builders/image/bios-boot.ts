/**
 * Makes GRUB boot by BIOS without `grub-install`, which needs a real disk or
 * a loop device: `boot.img` goes into the MBR, `core.img` into the BIOS boot
 * partition, and each is told where the next one is. The offsets are those of
 * GRUB's include/grub/i386/pc/boot.h.
 */
import { sectorBytes } from './layout';

/** GRUB_BOOT_MACHINE_KERNEL_SECTOR: where boot.img looks for core.img. */
const kernelSectorAt = 0x5c;
/** GRUB_BOOT_MACHINE_DRIVE_CHECK: a jump that two NOPs turn into a workaround for old BIOSes. */
const driveCheckAt = 0x66;
/** GRUB_BOOT_MACHINE_PART_START to the end: the MBR's disk id and partition entries. */
const bootCodeBytes = 440;
/** The first block list entry, at the very end of core.img's first sector; diskboot.S fills in sector 2. */
const blockListAt = sectorBytes - 12;

/** The 440 bytes of boot code for the MBR. */
export function bootCode({ image, coreSector }: { image: Buffer; coreSector: number }): Buffer {
  if (image.length !== sectorBytes) {
    throw new Error(`GRUB's boot.img has ${image.length} bytes instead of ${sectorBytes}.`);
  }
  const code = Buffer.from(image);
  code.writeBigUInt64LE(BigInt(coreSector), kernelSectorAt);
  code.writeUInt16LE(0x9090, driveCheckAt);
  return code.subarray(0, bootCodeBytes);
}

/** core.img for its place on the disk: the rest of it follows its first sector. */
export function coreImage({
  image,
  coreSector,
  limit,
}: {
  image: Buffer;
  coreSector: number;
  /** Bytes that its partition has. */
  limit: number;
}): Buffer {
  if (image.length > limit) {
    throw new Error(`GRUB's core.img has ${image.length} bytes; its partition only ${limit}.`);
  }
  if (image.readBigUInt64LE(blockListAt) !== 2n) {
    throw new Error("GRUB's core.img has an unknown form: its block list does not start at 2.");
  }
  const placed = Buffer.from(image);
  placed.writeBigUInt64LE(BigInt(coreSector + 1), blockListAt);
  return placed;
}
