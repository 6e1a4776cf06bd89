/** How a request for a medium comes in: as JSON, or the text itself with the rest in the address. */
import { readScriptBody, scriptMediaTypes } from '@/app/_doors/script-body';
import type { MediaKind } from '@/lib/builds/builder';

/** Large enough that a text of ten million characters is read, and refused at its field. Bytes. */
const bodyLimit = 16 * 1024 * 1024;

/** The field that a bare text is put into. */
const textFields: Record<MediaKind, string> = {
  ipxe: 'script',
  iso: 'script',
  grub: 'configuration',
  syslinux: 'configuration',
};

export const mediumMediaTypes = scriptMediaTypes;

export function readMediumBody(kind: MediaKind): (request: Request) => Promise<unknown> {
  const read = readScriptBody(textFields[kind], bodyLimit);
  return async (request) => (await read(request)) ?? {};
}
