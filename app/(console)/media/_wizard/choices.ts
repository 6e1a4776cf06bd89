/**
 * What a person has chosen on the way to a boot medium. It is kept in the
 * browser's session, so that reload, back and forward lose nothing; the parts
 * that another kind of medium would need stay, for whoever changes their mind.
 */
import { z } from 'zod';
import { mediaKinds } from '@/lib/builds/builder';
import { grubFragments, grubPlatforms } from '@/lib/builds/builders/grub/schema';
import {
  ipxeCommands,
  ipxeDrivers,
  ipxeExtensions,
  ipxeOptions,
  ipxePlatforms,
} from '@/lib/builds/builders/ipxe/schema';
import { isoArchitectures } from '@/lib/builds/builders/iso/schema';
import { syslinuxFragments } from '@/lib/builds/builders/syslinux/schema';

/**
 * Where the machine that boots from the medium reaches us. `here`: at the
 * published address; `address`: at another one; `anywhere`: at an address,
 * with a token that lets it in; `none`: the script knows its own addresses.
 */
const origins = ['here', 'address', 'anywhere', 'none'] as const;

/** `sub`: a copy of one of the team's sub scripts. */
const scriptSources = ['ready', 'sub', 'own'] as const;

/** What iPXE has where nothing was chosen. */
export const usual = ipxeOptions.parse({});

/** As the fields hold them: what is not given is an empty string. */
export const optionChoices = z.object({
  https: z.boolean().default(usual.https),
  ipv6: z.boolean().default(usual.ipv6),
  syslog: z.boolean().default(usual.syslog),
  framebuffer: z.boolean().default(usual.framebuffer),
  serial: z.string().default(''),
  commands: z.array(z.enum(ipxeCommands)).default([]),
  banner: z.string().default(''),
  /** Objects, parted by spaces or commas. */
  debug: z.string().default(''),
  trust: z.string().default(''),
  clientCertificate: z.string().default(''),
  clientKeySecret: z.string().default(''),
});
export type OptionChoices = z.infer<typeof optionChoices>;

export const choicesSchema = z.object({
  kind: z.enum(mediaKinds).default('iso'),
  engine: z.enum(['auto', 'prebuilt', 'compiled']).default('auto'),
  architectures: z.array(z.enum(isoArchitectures)).default(['x86_64']),
  platform: z.enum(ipxePlatforms).default('bin-x86_64-efi'),
  driver: z.enum(ipxeDrivers).default('snponly'),
  extension: z.enum(ipxeExtensions).default('efi'),
  selfContained: z.boolean().default(false),
  grubPlatform: z.enum(grubPlatforms).default('x86_64-efi'),
  grubFragment: z.enum(grubFragments).default('efi'),
  syslinuxFragment: z.enum(syslinuxFragments).default('img'),
  origin: z.enum(origins).default('here'),
  /** As typed. */
  base: z.string().default(''),
  enrolment: z.string().default(''),
  source: z.enum(scriptSources).default('ready'),
  /** One's own. */
  script: z.string().default('#!ipxe\n'),
  /** The sub script that was picked, with the text that goes onto the medium. */
  copied: z
    .object({ id: z.string(), title: z.string(), revision: z.number(), text: z.string() })
    .nullable()
    .default(null),
  /** grub.cfg or syslinux.cfg. */
  configuration: z.string().default(''),
  /** Of the ISO 9660 volume. */
  label: z.string().default(''),
  /** Of the FAT file system inside the ISO, of GRUB's or SYSLINUX's image. */
  fatLabel: z.string().default(''),
  /** GRUB's, parted by spaces or commas. */
  modules: z.string().default(''),
  options: optionChoices.prefault({}),
});
export type Choices = z.infer<typeof choicesSchema>;

/** Labels where none was chosen. */
export const usualLabels = {
  cd: 'PROVISIONER',
  iso: 'EFIBOOT',
  grub: 'GRUB',
  syslinux: 'SYSLINUX',
};

/** Before anybody has chosen anything. */
export const firstChoices: Choices = choicesSchema.parse({});

/** The text that goes onto the medium where it is not the ready script. */
export function chosenScript({ source, script, copied }: Choices): string | null {
  if (source === 'ready') return null;
  return source === 'own' ? script : (copied?.text ?? null);
}

/** Words of a field that takes several. */
export function words(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
