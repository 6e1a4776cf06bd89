/**
 * Secrets: values that scripts may use and nobody reads back.
 *
 * Glossary.
 * secret: a name of a team and a value that goes in and only leaves within a
 *   script that is rendered for an installation.
 * sealed: the value as the store keeps it, encrypted with the installation's
 *   key and bound to its team and name.
 */
import { z } from 'zod';
import { scriptKinds } from '../schema';

/** Largest value, in bytes of UTF-8: a certificate chain fits. */
const valueLimit = 64 * 1024;

export const secretName = z
  .string()
  .max(64, 'At most 64 characters.')
  .regex(/^[a-z][a-z0-9_]*$/, 'Lower-case letters, digits and _, beginning with a letter.');

export const secretValue = z
  .string()
  .min(1, 'A value is needed.')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), {
    message: 'The value holds a NUL or half of a surrogate pair, which no script can.',
  })
  .refine((value) => new TextEncoder().encode(value).byteLength <= valueLimit, {
    message: `The value is larger than ${valueLimit} bytes.`,
  });

/** A secret as everybody sees it: never with its value. */
export const secretView = z.object({
  id: z.uuid(),
  name: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  /** Scripts whose newest revision names it. */
  usedBy: z.array(z.object({ id: z.uuid(), kind: z.enum(scriptKinds), title: z.string() })),
});
export type SecretView = z.infer<typeof secretView>;
