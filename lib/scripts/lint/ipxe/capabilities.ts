/**
 * What the published bootloader can do, for each of its files: read out of
 * the binaries when they are taken (`lib/builds/builders/ipxe`), since a
 * package's BIOS and UEFI builds differ.
 */
import { z } from 'zod';

export const loaderCapabilities = z.object({
  /** Such as `undionly.kpxe`. */
  name: z.string(),
  /** All commands, as its own "help" lists them. */
  commands: z.array(z.string()),
  /** Schemes of addresses it can open, such as `http` and `iscsi`. */
  schemes: z.array(z.string()),
  /** The names in its line "Features:". */
  features: z.array(z.string()),
});
export type LoaderCapabilities = z.infer<typeof loaderCapabilities>;

export const capabilities = z.object({
  /** Of the package, such as `1.21.1+git20250501.dad20602+dfsg-1`. */
  version: z.string(),
  /** None: nothing is known of what they were built with. */
  loaders: z.array(loaderCapabilities),
  /** Whose certificates they believe: the public ones, or only those of authorities that were built in. */
  authorities: z.enum(['public', 'built-in']).optional(),
});
export type Capabilities = z.infer<typeof capabilities>;

/** Day of the source that a package was made of, as YYYYMMDD; null when its version does not tell. */
export function dayOfVersion(version: string): number | null {
  const day = /git-?(\d{8})/.exec(version)?.[1];
  if (day) return Number(day);
  if (/^(?:\d+:)?2\.0\.0\b/.test(version)) return 20260306;
  return null;
}
