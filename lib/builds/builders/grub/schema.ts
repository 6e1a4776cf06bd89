/**
 * What of a GRUB image can be chosen.
 *
 * - **fragment**: `efi`: a standalone program for UEFI; `img`: a FAT image
 *   with that program where firmware looks for it; `core`: the BIOS core, to
 *   be put behind a boot sector; `pxe`: the BIOS core as a network bootloader.
 */
import { z } from 'zod';
import { volumeLabel } from '../media/schema';

export const grubPlatforms = ['x86_64-efi', 'i386-efi', 'arm64-efi', 'i386-pc'] as const;
export type GrubPlatform = (typeof grubPlatforms)[number];
export const grubFragments = ['efi', 'img', 'core', 'pxe'] as const;
export type GrubFragment = (typeof grubFragments)[number];

/** Fragments of a platform. */
export function fragmentsOf(platform: GrubPlatform): readonly GrubFragment[] {
  return platform === 'i386-pc' ? ['core', 'pxe'] : ['efi', 'img'];
}

export const grubSpec = z
  .strictObject({
    platform: z.enum(grubPlatforms),
    fragment: z.enum(grubFragments).optional(),
    /** Of the FAT image: eleven characters. */
    label: volumeLabel(11).default('GRUB'),
    /** grub.cfg, byte for byte. */
    configuration: z
      .string()
      .max(200_000, 'must not be longer than 200000 characters')
      .refine((text) => !text.includes('\0'), 'must not contain NUL characters')
      .default(''),
    /** Modules beyond those that the image always has. */
    modules: z
      .array(
        z.string().regex(/^[a-z0-9_]{1,40}$/, 'must be the name of a GRUB module such as "http"'),
      )
      .max(100)
      .default([]),
  })
  .transform((spec) => ({
    ...spec,
    fragment: spec.fragment ?? (spec.platform === 'i386-pc' ? ('core' as const) : ('efi' as const)),
  }))
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
