/**
 * What of a GRUB image can be chosen.
 *
 * - **fragment**: `efi`: a standalone program for UEFI; `img`: a disk image
 *   for a USB stick (for UEFI a FAT file system with that program where
 *   firmware looks for it; for BIOS a boot sector, the core and a FAT
 *   partition); `core`: the BIOS core, to be put behind a boot sector, which
 *   comes with it; `pxe`: the BIOS core as a network bootloader.
 * - **module**: a piece of GRUB. Those named here are in the image from the
 *   start; those that the configuration uses lie beside it and are loaded
 *   when it gets there.
 */
import { z } from 'zod';
import { fatLabel, mediumText } from '../media/schema';

export const grubPlatforms = ['x86_64-efi', 'i386-efi', 'arm64-efi', 'i386-pc'] as const;
export type GrubPlatform = (typeof grubPlatforms)[number];
export const grubFragments = ['efi', 'img', 'core', 'pxe'] as const;
export type GrubFragment = (typeof grubFragments)[number];

/** Fragments of a platform; the first is meant where none is named. */
export function fragmentsOf(platform: GrubPlatform): readonly [GrubFragment, ...GrubFragment[]] {
  return platform === 'i386-pc' ? ['core', 'pxe', 'img'] : ['efi', 'img'];
}

/** Characters of a configuration; GRUB reads it from memory. */
const configurationLimit = 200_000;

export const grubSpec = z
  .strictObject({
    platform: z.enum(grubPlatforms),
    fragment: z.enum(grubFragments).optional(),
    /** Of the image's FAT file system. */
    label: fatLabel.default('GRUB'),
    /** grub.cfg, byte for byte; without one GRUB waits at its prompt. */
    configuration: mediumText(configurationLimit).default(''),
    /** Modules beyond those that the image always has. */
    modules: z
      .array(
        z.string().regex(/^[a-z0-9_]{1,40}$/, 'must be the name of a GRUB module such as "http"'),
      )
      .max(100, 'must not name more than 100')
      .transform((names) => [...new Set(names)].sort())
      .default([]),
  })
  .transform((spec) => ({ ...spec, fragment: spec.fragment ?? fragmentsOf(spec.platform)[0] }))
  .superRefine((spec, context) => {
    const possible = fragmentsOf(spec.platform);
    if (possible.includes(spec.fragment)) return;
    context.addIssue({
      code: 'custom',
      path: ['fragment'],
      message: `${spec.platform} comes as ${possible.join(' or ')}`,
    });
  });
export type GrubSpec = z.infer<typeof grubSpec>;

/** Names that UEFI gives the architectures (UEFI specification 2.10, 3.5.1.1). */
const efiNames = { 'x86_64-efi': 'x64', 'i386-efi': 'ia32', 'arm64-efi': 'aa64' } as const;

/** Name of the main file in the artifact. */
export function grubFile(spec: Pick<GrubSpec, 'platform' | 'fragment'>): string {
  const { platform, fragment } = spec;
  if (fragment === 'img') return `grub-${platform}.img`;
  if (platform === 'i386-pc') return fragment === 'pxe' ? 'core.0' : 'core.img';
  return `grub${efiNames[platform]}.efi`;
}

/** Where firmware looks for the program on a medium, such as `EFI/BOOT/BOOTX64.EFI`. */
export function efiPath(platform: Exclude<GrubPlatform, 'i386-pc'>): string {
  return `EFI/BOOT/BOOT${efiNames[platform].toUpperCase()}.EFI`;
}

/** The boot sector that comes with a `core`. */
export const bootSectorFile = 'boot.img';
