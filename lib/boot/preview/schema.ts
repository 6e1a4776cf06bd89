/**
 * What a machine would be served of a script, before anybody serves it.
 *
 * Glossary. preview: a script rendered as one host would get it, with dots in
 * the place of secrets and `TOKEN` in that of an install's token. facts: what
 * a machine that is no host would tell; without a MAC they are of an example.
 * companion: a file that the installer fetches beside the answer file.
 */
import { z } from 'zod';
import { dialects, scriptKinds, scriptText } from '@/lib/scripts/schema';

const facts = z.object({
  mac: z.string().max(40).optional(),
  uuid: z.string().max(80).optional(),
  serial: z.string().max(200).optional(),
  arch: z.enum(['x86_64', 'arm64']).optional(),
  firmware: z.enum(['bios', 'uefi']).optional(),
});

/** Body of `POST /api/pxeboot/preview`. */
export const previewInput = z
  .object({
    kind: z.enum(scriptKinds),
    /** A script that is stored; what else is given stands over what is stored. */
    id: z.uuid().optional(),
    /** As problems call it. */
    title: z.string().max(200).optional(),
    text: scriptText.optional(),
    template: z.boolean().optional(),
    /** Of a kickstart; left out, it is the stored one, or what the text looks like. */
    dialect: z.enum(dialects).nullish(),
    /** As this host. */
    hostId: z.uuid().optional(),
    /** As a machine that tells this. */
    facts: facts.optional(),
  })
  .refine(({ id, text }) => id !== undefined || text !== undefined, {
    message: 'Give a text, or the id of a script that has one.',
    path: ['text'],
  })
  .refine(({ hostId, facts: told }) => hostId === undefined || told === undefined, {
    message: 'Give a host or facts, not both.',
    path: ['facts'],
  });
export type PreviewInput = z.infer<typeof previewInput>;

const file = z.object({ name: z.string(), text: z.string() });
const problem = z.object({
  message: z.string(),
  line: z.int(),
  column: z.int(),
  /** Of the script that it is in: the previewed one, or what it includes. */
  title: z.string(),
});

export const preview = z.object({
  /** False: this machine would get an error in its place. */
  ok: z.boolean(),
  text: z.string(),
  problems: problem.array(),
  mediaType: z.string(),
  companions: file.array(),
  /** Names of the secrets that the text holds; their values are dots here. */
  secrets: z.string().array(),
  /** Whom it was rendered for; null for a machine that is no host. */
  host: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type Preview = z.infer<typeof preview>;
