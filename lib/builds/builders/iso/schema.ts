/**
 * What of a boot medium can be chosen: one hybrid image that boots from CD
 * and from USB stick, by BIOS and by UEFI.
 */
import { z } from 'zod';
import { ipxeOptions } from '../ipxe/schema';
import { scriptFields, volumeLabel } from '../media/schema';

export const isoArchitectures = ['x86_64', 'arm64'] as const;
export type IsoArchitecture = (typeof isoArchitectures)[number];

export const isoSpec = z.strictObject({
  engine: z.enum(['auto', 'prebuilt', 'compiled']).default('auto'),
  ...scriptFields,
  /** Of the ISO 9660 volume. */
  label: volumeLabel(32).default('PROVISIONER'),
  /** Of the FAT file system that UEFI boots: eleven characters. */
  efiLabel: volumeLabel(11).default('EFIBOOT'),
  architectures: z
    .array(z.enum(isoArchitectures))
    .min(1, 'must name at least one')
    .max(isoArchitectures.length)
    .transform((names) => isoArchitectures.filter((name) => names.includes(name)))
    .default(['x86_64']),
  options: ipxeOptions.prefault({}),
});
export type IsoSpec = z.infer<typeof isoSpec>;

/** Name of the file in the artifact. */
export const isoFile = 'boot.iso';
