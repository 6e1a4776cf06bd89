/** The files of a medium: which one is booted, and what each is called on the wire. Pure. */
import type { BuildKind } from '../builder';
import { type GrubSpec, grubFile } from '../builders/grub/schema';
import { type IpxeSpec, ipxeFile } from '../builders/ipxe/schema';
import { isoFile } from '../builders/iso/schema';
import { type SyslinuxSpec, syslinuxFile } from '../builders/syslinux/schema';

/** The file of an artifact that is booted, by what was asked for. Null for what is no boot medium. */
export function mainFileOf(given: { kind: BuildKind; spec: unknown }): string | null {
  const { kind, spec } = given;
  switch (kind) {
    case 'iso':
      return isoFile;
    case 'ipxe':
      return ipxeFile(spec as IpxeSpec);
    case 'grub':
      return grubFile(spec as GrubSpec);
    case 'syslinux':
      return syslinuxFile(spec as SyslinuxSpec);
    default:
      return null;
  }
}

/**
 * Media types by which UEFI HTTP Boot knows what it has fetched where the
 * address does not end with .efi, .iso or .img (UEFI specification 2.10, section 24.7).
 */
const mediaTypes: [RegExp, string][] = [
  [/\.efi$/, 'application/efi'],
  [/\.iso$/, 'application/vnd.efi-iso'],
  [/\.(img|usb|dsk)$/, 'application/vnd.efi-img'],
  [/\.(ipxe|cfg|txt)$/, 'text/plain; charset=utf-8'],
  [/\.json$/, 'application/json'],
];

/** The media type of a file by its name. */
export function mediaTypeOf(name: string): string {
  return mediaTypes.find(([form]) => form.test(name))?.[1] ?? 'application/octet-stream';
}

/** Content-Disposition for a browser (RFC 6266): the name as it is, which our builders keep plain. */
export function dispositionOf(name: string): string {
  return `attachment; filename="${name.replace(/[^\w.+-]/g, '_')}"`;
}
