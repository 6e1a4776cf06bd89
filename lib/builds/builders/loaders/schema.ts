/**
 * What of the network bootloader can be chosen, and what its artifact holds.
 *
 * - **engine**: where iPXE comes from. `prebuilt`: the distribution's package.
 * - **suite**: whose package. `newest`: that of a release new enough to read
 *   `autoexec.ipxe` by TFTP, fetched beside the system; `system`: the one
 *   that is installed.
 * - **loader**: an iPXE binary as firmware loads it.
 */
import { z } from 'zod';
import { loaderCapabilities } from '@/lib/scripts/lint/ipxe/capabilities';

export const loadersSpec = z.strictObject({
  engine: z.literal('prebuilt').default('prebuilt'),
  suite: z.enum(['newest', 'system']).default('newest'),
});
export type LoadersSpec = z.infer<typeof loadersSpec>;

/**
 * The loaders that are taken, by the name they have in the artifact, and the
 * names that the package may have for each.
 */
export const loaderNames = {
  /** BIOS, over the card's own PXE driver. */
  'undionly.kpxe': ['undionly.kpxe'],
  /** BIOS, with iPXE's own drivers. */
  'ipxe.pxe': ['ipxe.pxe'],
  /** BIOS, to be loaded by SYSLINUX or GRUB from a medium. */
  'ipxe.lkrn': ['ipxe.lkrn'],
  /** UEFI on x86-64, over the firmware's driver of the card it was loaded by. */
  'snponly.efi': ['snponly.efi'],
  /** UEFI on x86-64, with iPXE's own drivers and all cards. */
  'ipxe.efi': ['ipxe.efi', 'ipxe-amd64.efi'],
  /** UEFI on 64-bit ARM. */
  'ipxe-arm64.efi': ['ipxe-arm64.efi'],
} as const;
export type LoaderName = keyof typeof loaderNames;

/** Content of `about.json` in the artifact. */
export const aboutLoaders = z.object({
  /** Of the package. */
  version: z.string(),
  /** Codename of the release it comes from, or `system`. */
  suite: z.string(),
  features: z.object({
    /** A script beside the .efi file is fetched by TFTP and run. */
    autoexecByTftp: z.boolean(),
    https: z.boolean(),
    arm64: z.boolean(),
  }),
  /** What each loader was built with, read out of it. */
  loaders: z.array(loaderCapabilities),
});
export type AboutLoaders = z.infer<typeof aboutLoaders>;
