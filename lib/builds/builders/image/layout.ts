/** Where everything is on the disk, and the partition table that says so. Pure. */
import type { DiskIdentity } from './identity';

export const sectorBytes = 512;
const mebibyte = 1024 * 1024;
const sectors = (bytes: number) => bytes / sectorBytes;

/** Bytes. GRUB's core image lives in the first partition, its loader for UEFI in the second. */
export const layout = {
  biosStart: 1 * mebibyte,
  biosSize: 1 * mebibyte,
  espStart: 2 * mebibyte,
  // FAT32 wants at least 65,525 clusters: with one sector each that is 33 MiB and a bit.
  espSize: 38 * mebibyte,
  rootStart: 40 * mebibyte,
  /** Behind the root partition: the backup GPT, rounded up. */
  tail: 1 * mebibyte,
} as const;

/** Size of the root file system for a content of so many bytes: room for metadata, journal and a first boot. */
export function rootBytes(content: number): number {
  const wanted = content * 1.06 + 80 * mebibyte;
  return Math.ceil(wanted / mebibyte) * mebibyte;
}

/** Input for sfdisk. The types are those of the UEFI and the Discoverable Partitions specifications. */
export function partitionTable({
  identity,
  rootSize,
}: {
  identity: DiskIdentity;
  /** Bytes. */
  rootSize: number;
}): string {
  const [bios, esp, root] = identity.partitionGuids;
  const line = (start: number, size: number, type: string, uuid: string, name: string) =>
    `start=${sectors(start)}, size=${sectors(size)}, type=${type}, uuid=${uuid}, name="${name}"`;
  return [
    'label: gpt',
    `label-id: ${identity.diskGuid}`,
    line(layout.biosStart, layout.biosSize, '21686148-6449-6E6F-744E-656564454649', bios, 'bios'),
    line(layout.espStart, layout.espSize, 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B', esp, 'esp'),
    line(layout.rootStart, rootSize, '4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709', root, 'root'),
    '',
  ].join('\n');
}
