/**
 * What of SYSLINUX can be asked for: one of its files, or a bootable image.
 *
 * - **fragment**: a file of SYSLINUX by its own name (what it needs to run
 *   comes with it), or `img`: a disk image with a FAT file system that BIOS
 *   boots to `configuration`.
 * - **module**: a program for SYSLINUX, `NAME.c32`. Those that the
 *   configuration names are put into the image.
 */
import { z } from 'zod';
import { fatLabel, mediumText } from '../media/schema';

export const syslinuxFragments = [
  'isolinux.bin',
  'isohdpfx.bin',
  'ldlinux.c32',
  'pxelinux.0',
  'lpxelinux.0',
  'mbr.bin',
  'gptmbr.bin',
  'libcom32.c32',
  'libutil.c32',
  'menu.c32',
  'vesamenu.c32',
  'chain.c32',
  'mboot.c32',
  'memdisk',
  'reboot.c32',
  'poweroff.c32',
  'hdt.c32',
  'linux.c32',
  'img',
] as const;
export type SyslinuxFragment = (typeof syslinuxFragments)[number];

/** Characters of a configuration: SYSLINUX itself reads no more than 64 KiB of one. */
const configurationLimit = 60_000;

export const syslinuxSpec = z
  .strictObject({
    fragment: z.enum(syslinuxFragments),
    /** syslinux.cfg of the image, byte for byte. */
    configuration: mediumText(configurationLimit).nullable().default(null),
    /** Of the image's file system. */
    label: fatLabel.default('SYSLINUX'),
  })
  .superRefine((spec, context) => {
    const image = spec.fragment === 'img';
    if (image === (spec.configuration !== null)) return;
    context.addIssue({
      code: 'custom',
      path: ['configuration'],
      message: image
        ? 'is what the image boots to: it must not be left out'
        : `goes with the fragment "img" only; ${spec.fragment} holds none`,
    });
  });
export type SyslinuxSpec = z.infer<typeof syslinuxSpec>;

/** Name of the main file in the artifact. */
export function syslinuxFile(spec: Pick<SyslinuxSpec, 'fragment'>): string {
  return spec.fragment === 'img' ? 'syslinux.img' : spec.fragment;
}
