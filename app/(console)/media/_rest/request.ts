/** The REST call that makes the same medium. */
import type { MediaKind } from '@/lib/builds/builder';
import { segmentOf } from '@/lib/builds/media/schema';

/** Where media of a kind are in the REST API. */
export function collectionOf(kind: MediaKind): string {
  return `/api/${segmentOf[kind]}`;
}

export function requestOf({ kind, spec }: { kind: MediaKind; spec: unknown }) {
  return { method: 'POST', path: collectionOf(kind), body: spec } as const;
}
