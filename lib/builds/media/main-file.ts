/** The files of a medium: which one is booted, and what each is called on the wire. Pure. */
import type { MediaKind } from '../builder';
import { isoFile } from '../builders/iso/schema';
import type { ArtifactFile } from '../schema';

/** What lies beside the file that is booted: scripts, configurations, what tells of the rest. */
const companion = /\.(ipxe|cfg|json|txt|map)$/;

/** What SYSLINUX's programs bring along; who asks for such a library gets it alone. */
const library = /^(ldlinux|lib\w+)\.c32$/;

/** The file that is booted: of the programs and images the largest. Null where there is none. */
export function mainFileOf(given: {
  kind: MediaKind;
  files: Pick<ArtifactFile, 'name' | 'size'>[];
}): string | null {
  const { kind, files } = given;
  if (kind === 'iso' && files.some(({ name }) => name === isoFile)) return isoFile;
  const programs = files.filter(({ name }) => !companion.test(name));
  const booted = programs.filter(({ name }) => !library.test(name));
  const [largest] = (booted.length > 0 ? booted : programs).sort(
    (a, b) => b.size - a.size || (a.name < b.name ? -1 : 1),
  );
  return largest?.name ?? null;
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
