import { type MediaKind, mediaKinds } from '@/lib/builds/builder';

/** Whether builds of a kind are boot media. */
export function isMedium(kind: string): kind is MediaKind {
  return mediaKinds.some((one) => one === kind);
}
