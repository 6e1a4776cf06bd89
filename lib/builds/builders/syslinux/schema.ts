/**
 * What of SYSLINUX can be asked for: one of its files, or a bootable image.
 *
 * - **fragment**: a file of SYSLINUX by its own name, or `img`: a disk image
 *   with a FAT file system that boots to `configuration`.
 */
import { z } from 'zod';
import { volumeLabel } from '../media/schema';

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

export const syslinuxSpec = z
  .strictObject({
    fragment: z.enum(syslinuxFragments),
    /** syslinux.cfg of the image, byte for byte. */
    configuration: z
      .string()
      .max(60_000, 'must not be longer than 60000 characters')
      .refine((text) => !text.includes('\0'), 'must not contain NUL characters')
      .nullable()
      .default(null),
    /** Of the image's file system: eleven characters. */
    label: volumeLabel(11).default('SYSLINUX'),
  })
  .superRefine((spec, context) => {
    if (spec.fragment === 'img' || spec.configuration === null) return;
    context.addIssue({
      code: 'custom',
      path: ['configuration'],
      message: `goes with the fragment "img" only; ${spec.fragment} holds none`,
    });
  });
export type SyslinuxSpec = z.infer<typeof syslinuxSpec>;
