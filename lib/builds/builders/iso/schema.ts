/**
 * What of a boot medium can be chosen: one hybrid image that boots from CD
 * and from USB stick, by BIOS and by UEFI.
 */
import { z } from 'zod';
import { compilerNeeds } from '../ipxe/engine';
import { ipxeOptions, needsCompiler } from '../ipxe/schema';
import { fatLabel, scriptFields, volumeLabel } from '../media/schema';

export const isoArchitectures = ['x86_64', 'arm64'] as const;
export type IsoArchitecture = (typeof isoArchitectures)[number];

export const isoSpec = z
  .strictObject({
    engine: z.enum(['auto', 'prebuilt', 'compiled']).default('auto'),
    ...scriptFields,
    /** Of the ISO 9660 volume. */
    label: volumeLabel(32).default('PROVISIONER'),
    /** Of the FAT file system that UEFI boots: eleven characters. */
    efiLabel: fatLabel.default('EFIBOOT'),
    architectures: z
      .array(z.enum(isoArchitectures))
      .min(1, 'must name at least one')
      .max(isoArchitectures.length)
      .transform((names) => isoArchitectures.filter((name) => names.includes(name)))
      .default(['x86_64']),
    options: ipxeOptions.prefault({}),
  })
  .superRefine((spec, context) => {
    const { clientCertificate, clientKeySecret } = spec.options;
    const custom = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: field.split('.'), message });
    if ((clientCertificate === null) !== (clientKeySecret === null)) {
      const missing = clientCertificate === null ? 'clientCertificate' : 'clientKeySecret';
      custom(`options.${missing}`, 'a client certificate and the secret with its key go together');
    }
    if (spec.engine === 'prebuilt') {
      for (const { field, reason } of compilerNeeds(spec)) custom(field, needsCompiler(reason));
    }
  });
export type IsoSpec = z.infer<typeof isoSpec>;

/** Name of the file in the artifact. */
export const isoFile = 'boot.iso';
