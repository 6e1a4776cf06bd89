/** How each kind of text leaves: the media type that its reader asks for. */
import type { Dialect, ScriptKind } from '@/lib/scripts/schema';

const plain = 'text/plain; charset=utf-8';

const ofDialect: Record<Dialect, string> = {
  kickstart: plain,
  preseed: plain,
  // cloud-init goes by the first line; this is its own name for it.
  autoinstall: 'text/cloud-config; charset=utf-8',
  // https://coreos.github.io/ignition: what Ignition names in its Accept header.
  ignition: 'application/vnd.coreos.ignition+json',
  autoyast: 'application/xml',
};

/** The media type of a script, or of an answer file by its dialect. */
export function mediaTypeOf(given: { kind: ScriptKind; dialect: Dialect | null }): string {
  return given.kind === 'kickstart' ? ofDialect[given.dialect ?? 'kickstart'] : plain;
}

/**
 * Headers of an answer file. What is not plain text is never run by a browser
 * that somebody lured here: an XML file can hold scripts.
 */
export function answerFileHeaders(given: {
  kind: ScriptKind;
  dialect: Dialect | null;
}): Record<string, string> {
  const type = mediaTypeOf(given);
  if (type === plain) return { 'Content-Type': type };
  return { 'Content-Type': type, 'Content-Security-Policy': "default-src 'none'; sandbox" };
}
