/**
 * The publication: the bootloaders and the main script that machines are
 * handed, as one whole.
 *
 * Glossary. publication: an immutable folder `publications/<id>`; the TFTP
 * root is a symbolic link to the one in force, exchanged by a rename, and the
 * row says the same to the machine lane. base: the public address that the
 * script's first line sets.
 */
import { z } from 'zod';
import { capabilities } from '@/lib/scripts/lint/ipxe/capabilities';

/** Key of the Setting row. */
export const publicationKey = 'publication';

export const publication = z.object({
  /** Name of the folder; hash of text and bootloaders. */
  publicationId: z.string(),
  mainScriptId: z.string(),
  revision: z.int(),
  base: z.string(),
  /** The script as machines get it. */
  text: z.string(),
  /** Of that text. */
  sha256: z.string(),
  /** Of the artifact with the bootloaders; null while there is none. */
  fingerprint: z.string().nullable(),
  /** Names of the bootloaders. */
  loaders: z.array(z.string()),
  /** What they can do; null while there are none. */
  capabilities: capabilities.nullable().default(null),
  /** ISO time from which on it is in force. */
  at: z.string(),
});
export type Publication = z.infer<typeof publication>;
