/**
 * What of an iPXE binary can be chosen, and what its artifact holds.
 *
 * - **target**: platform, driver and extension, as iPXE's make names them:
 *   `bin-x86_64-efi/snponly.efi`.
 * - **engine**: `prebuilt` takes the distribution's binary and puts the script
 *   beside it or in front of it, by the medium's own means; `compiled` makes
 *   the binary from source, with the script inside. `auto` takes the first
 *   where that will do.
 * - **self-contained**: one single file with the script in it.
 */
import { z } from 'zod';
import { scriptFields } from '../media/schema';
import { compilerNeeds } from './engine';

export const ipxePlatforms = [
  'bin-x86_64-pcbios',
  'bin-i386-pcbios',
  'bin-x86_64-efi',
  'bin-i386-efi',
  'bin-arm64-efi',
] as const;
export type IpxePlatform = (typeof ipxePlatforms)[number];

export const ipxeDrivers = ['ipxe', 'undionly', 'snponly'] as const;
export type IpxeDriver = (typeof ipxeDrivers)[number];

export const ipxeExtensions = ['kpxe', 'pxe', 'lkrn', 'dsk', 'usb', 'iso', 'efi'] as const;
export type IpxeExtension = (typeof ipxeExtensions)[number];

/** What can be made of each platform and driver. */
export const ipxeTargets: Record<
  'bios' | 'efi',
  Partial<Record<IpxeDriver, readonly IpxeExtension[]>>
> = {
  bios: { undionly: ['kpxe'], ipxe: ['kpxe', 'pxe', 'lkrn', 'dsk', 'usb', 'iso'] },
  efi: { ipxe: ['efi', 'usb', 'iso'], snponly: ['efi', 'usb', 'iso'] },
};

/** Extensions of that platform and driver; empty where there is no such target. */
export function extensionsOf(given: {
  platform: IpxePlatform;
  driver: IpxeDriver;
}): readonly IpxeExtension[] {
  const family = given.platform.endsWith('-efi') ? 'efi' : 'bios';
  return ipxeTargets[family][given.driver] ?? [];
}

/** Commands that iPXE leaves out unless its configuration names them. */
export const ipxeCommands = [
  'console',
  'nslookup',
  'ping',
  'ntp',
  'poweroff',
  'pci',
  'param',
  'time',
  'digest',
  'lotest',
  'vlan',
  'reboot',
  'imgtrust',
  'cert',
  'neighbour',
  'ipstat',
  'profile',
  'image-mem',
] as const;
export type IpxeCommand = (typeof ipxeCommands)[number];

const pem = (what: string) =>
  z
    .string()
    .max(64_000, 'must not be longer than 64000 characters')
    .regex(
      /^\s*(-----BEGIN CERTIFICATE-----\r?\n[A-Za-z0-9+/=\r\n]+-----END CERTIFICATE-----\s*)+$/,
      `must be ${what} in PEM form: "-----BEGIN CERTIFICATE-----" and so on`,
    );

export const ipxeOptions = z
  .strictObject({
    /** HTTPS, with whatever it costs in size. */
    https: z.boolean().default(true),
    /** Certificates of authorities to believe, instead of iPXE's own. PEM. */
    trust: pem('one or more certificates').nullable().default(null),
    /** Certificate that iPXE shows to servers. PEM. */
    clientCertificate: pem('a certificate').nullable().default(null),
    /** Name of the team's secret with the key to that certificate (PEM). */
    clientKeySecret: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a secret')
      .nullable()
      .default(null),
    ipv6: z.boolean().default(true),
    /** Speed of the first serial line in bit/s; null: no serial console. */
    serial: z.union([z.literal([9600, 19200, 38400, 57600, 115200]), z.null()]).default(null),
    framebuffer: z.boolean().default(false),
    /** Its console goes to the syslog server that DHCP or the script names, too. */
    syslog: z.boolean().default(false),
    commands: z.array(z.enum(ipxeCommands)).max(ipxeCommands.length).default([]),
    /** What iPXE calls itself on the screen. */
    banner: z
      .string()
      .min(1, 'must not be empty')
      .max(60, 'must not be longer than 60 characters')
      .regex(/^[A-Za-z0-9][A-Za-z0-9 ._()/-]*$/, 'may hold letters, digits, spaces and . _ ( ) / -')
      .nullable()
      .default(null),
    /** Objects that tell what they do, as iPXE's DEBUG= takes them: `tls`, `dhcp:3`. */
    debug: z
      .array(
        z
          .string()
          .regex(/^[a-z0-9_]{1,40}(:[1-7])?$/, 'must be an object such as "tls" or "dhcp:3"'),
      )
      .max(20)
      .default([]),
  })
  .superRefine((options, context) => {
    if (options.https) return;
    for (const field of ['trust', 'clientCertificate'] as const) {
      if (options[field] === null) continue;
      const message = 'is of use with HTTPS only: turn "https" on';
      context.addIssue({ code: 'custom', path: [field], message });
    }
  });
export type IpxeOptions = z.infer<typeof ipxeOptions>;

export const ipxeSpec = z
  .strictObject({
    engine: z.enum(['auto', 'prebuilt', 'compiled']).default('auto'),
    platform: z.enum(ipxePlatforms),
    driver: z.enum(ipxeDrivers),
    extension: z.enum(ipxeExtensions),
    selfContained: z.boolean().default(false),
    ...scriptFields,
    options: ipxeOptions.prefault({}),
  })
  .superRefine((spec, context) => {
    const possible = extensionsOf(spec);
    const custom = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: field.split('.'), message });
    if (possible.length === 0) {
      custom('driver', `${spec.platform} has no driver "${spec.driver}"`);
    } else if (!possible.includes(spec.extension)) {
      custom('extension', `${spec.driver} on ${spec.platform} comes as ${possible.join(', ')}`);
    }
    const { options } = spec;
    if ((options.clientCertificate === null) !== (options.clientKeySecret === null)) {
      const missing = options.clientCertificate === null ? 'clientCertificate' : 'clientKeySecret';
      custom(`options.${missing}`, 'a client certificate and the secret with its key go together');
    }
    if (spec.engine === 'prebuilt') {
      for (const { field, reason } of compilerNeeds(spec)) custom(field, needsCompiler(reason));
    }
  });
export type IpxeSpec = z.infer<typeof ipxeSpec>;

/** What is wrong with asking for the prebuilt engine, and the way out. */
export function needsCompiler(reason: string): string {
  return `cannot be had with the engine "prebuilt": ${reason} Choose "compiled" or "auto".`;
}

/** Name of the file in the artifact. */
export function ipxeFile({ driver, extension }: Pick<IpxeSpec, 'driver' | 'extension'>): string {
  return `${driver}.${extension}`;
}

/** Name of the script beside it, where it is not inside. */
export const scriptFile = 'autoexec.ipxe';
