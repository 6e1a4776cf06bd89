/**
 * What is on a medium and how its image is put together. Pure: folders as
 * lists, xorriso's argv as a value.
 */
import { createHash } from 'node:crypto';
import { scriptFile } from '../ipxe/schema';
import type { EfiPlatform } from '../ipxe/target';
import { efiNames } from '../ipxe/target';
import { mediaEpoch } from '../media/fixed';

/** The programs of a medium, as paths of files, and how the script gets to them. */
export interface MediumParts {
  /** For BIOS: iPXE as a Linux kernel; null: the medium does not boot by BIOS. */
  kernel: string | null;
  /** For UEFI. */
  programs: { platform: EfiPlatform; file: string }[];
  /** File with the script; null: it is inside the programs. */
  script: string | null;
}

/** A file on a medium, and the file it is made of. */
export interface Placed {
  name: string;
  from: string;
}

/** Where ISOLINUX finds its own. */
export const isolinuxFiles: Placed[] = [
  { name: 'isolinux/isolinux.bin', from: '/usr/lib/ISOLINUX/isolinux.bin' },
  { name: 'isolinux/ldlinux.c32', from: '/usr/lib/syslinux/modules/bios/ldlinux.c32' },
];
/** Boot sector for a medium that is written to a USB stick. */
export const hybridSector = '/usr/lib/ISOLINUX/isohdpfx.bin';

const efiImage = 'efi.img';
const kernelName = 'isolinux/ipxe.lkrn';

/** ISOLINUX starts iPXE at once, with the script as its initial ramdisk. */
export function isolinuxConfiguration({ script }: { script: boolean }): string {
  return [
    'DEFAULT ipxe',
    'PROMPT 0',
    'LABEL ipxe',
    `  LINUX /${kernelName}`,
    ...(script ? [`  INITRD /${scriptFile}`] : []),
    '',
  ].join('\n');
}

/**
 * Files of the FAT file system that UEFI boots from. iPXE looks for the
 * script in its own folder first, older ones in the root only.
 */
export function efiFiles({ programs, script }: MediumParts): Placed[] {
  return [
    ...programs.map(({ platform, file }) => ({
      name: `EFI/BOOT/${efiNames[platform]}`,
      from: file,
    })),
    ...(script === null
      ? []
      : [
          { name: `EFI/BOOT/${scriptFile}`, from: script },
          { name: scriptFile, from: script },
        ]),
  ];
}

/**
 * Files of the ISO 9660 file system. UEFI's are there as well, so that a USB
 * stick with FAT to which somebody copies them boots, too.
 */
export function isoFiles(parts: MediumParts): Placed[] {
  const { kernel, programs, script } = parts;
  return [
    ...(kernel === null ? [] : [...isolinuxFiles, { name: kernelName, from: kernel }]),
    ...(programs.length > 0
      ? efiFiles(parts)
      : script === null
        ? []
        : [{ name: scriptFile, from: script }]),
  ];
}

/** What tells one medium from another; the same for the same seed. */
export interface MediumIdentity {
  /** Of the FAT file system: 8 hex digits. */
  volumeId: string;
  /** Of the GUID partition table: 32 hex digits, an RFC 9562 version 8 UUID. */
  diskGuid: string;
  /** YYYYMMDDhhmmsscc: what systems take for the UUID of an ISO 9660 file system. */
  date: string;
}

/** Derived from a hash: two sticks in one machine must not look like the same one. */
export function mediumIdentity(seed: string): MediumIdentity {
  const hash = createHash('sha256').update(`medium ${seed}`).digest('hex');
  const id = hash.slice(0, 8);
  const guid = `${hash.slice(8, 20)}8${hash.slice(21, 24)}a${hash.slice(25, 40)}`;
  const tenYears = 10 * 365 * 24 * 60 * 60;
  const seconds = mediaEpoch - (Number.parseInt(hash.slice(40, 48), 16) % tenYears);
  const hundredths = String(Number.parseInt(hash.slice(48, 50), 16) % 100).padStart(2, '0');
  const date = new Date(seconds * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return { volumeId: id === '00000000' ? '00000001' : id, diskGuid: guid, date: date + hundredths };
}

/** xorriso's argv, in its mkisofs mode. `label` has been parsed. */
export function xorrisoArguments(given: {
  /** Folder with `isoFiles`, and in it `efi.img` where it boots by BIOS, too. */
  tree: string;
  /** The FAT image; null: the medium does not boot by UEFI. */
  efi: string | null;
  bios: boolean;
  label: string;
  identity: MediumIdentity;
  output: string;
}): string[] {
  const { tree, efi, bios, label, identity, output } = given;
  const epoch = new Date(mediaEpoch * 1000).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  return [
    ...['-as', 'mkisofs', '-quiet', '-o', output, '-V', label],
    // Names as they are, for Linux (Rock Ridge) and Windows (Joliet); everything owned by root.
    ...['-r', '-J', '-joliet-long'],
    ...['--set_all_file_dates', `${epoch}00`, `--modification-date=${identity.date}`],
    ...(efi === null ? [] : ['--gpt_disk_guid', identity.diskGuid]),
    ...(bios
      ? [
          ...['-b', 'isolinux/isolinux.bin', '-c', 'isolinux/boot.cat', '-no-emul-boot'],
          ...['-boot-load-size', '4', '-boot-info-table', '-isohybrid-mbr', hybridSector],
        ]
      : []),
    ...efiArguments({ efi, bios }),
    tree,
  ];
}

/** Beside ISOLINUX the FAT image is a file; alone it is a partition behind the file system. */
function efiArguments({ efi, bios }: { efi: string | null; bios: boolean }): string[] {
  if (efi === null) return [];
  if (bios) {
    return ['-eltorito-alt-boot', '-e', efiImage, '-no-emul-boot', '-isohybrid-gpt-basdat'];
  }
  const systemPartition = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
  return [
    ...['-append_partition', '2', systemPartition, efi, '-appended_part_as_gpt'],
    ...['-e', '--interval:appended_partition_2:all::', '-no-emul-boot'],
    ...['-partition_offset', '16'],
  ];
}

/** Where the FAT image is made: inside the tree where the ISO names it as a file. */
export function efiImagePath({
  tree,
  scratch,
  bios,
}: {
  tree: string;
  scratch: string;
  bios: boolean;
}): string {
  return `${bios ? tree : scratch}/${efiImage}`;
}
