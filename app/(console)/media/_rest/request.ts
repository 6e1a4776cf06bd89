/** The REST call that makes the same medium. */
import type { MediaKind } from '@/lib/builds/builder';

const collections: Record<MediaKind, string> = {
  iso: '/api/isos',
  ipxe: '/api/ipxes',
  grub: '/api/grubs',
  syslinux: '/api/syslinuxs',
};

/** Where media of a kind are in the REST API. */
export function collectionOf(kind: MediaKind): string {
  return collections[kind];
}

export function requestOf({ kind, spec }: { kind: MediaKind; spec: unknown }) {
  return { method: 'POST', path: collections[kind], body: spec } as const;
}
