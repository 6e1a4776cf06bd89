/**
 * SSH keys: the public keys that every host installed by a team lets in.
 *
 * Glossary. fingerprint: SHA-256 of the key, as `ssh-keygen -l` prints it.
 */
import { z } from 'zod';

const controlCharacter = /\p{Cc}/u;

export const newSshKey = z.object({
  /** Whose key it is; left out, the key's own comment. */
  name: z
    .string()
    .trim()
    .max(120, 'At most 120 characters.')
    .refine((name) => name.isWellFormed() && !controlCharacter.test(name), {
      message: 'Control characters and line breaks are not allowed here.',
    })
    .optional(),
  /** One line as in a `.pub` file. */
  publicKey: z.string().min(1, 'A key is needed.').max(20_000, 'This is too long for a key.'),
});
export type NewSshKey = z.infer<typeof newSshKey>;

export const sshKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Such as ssh-ed25519. */
  type: z.string(),
  publicKey: z.string(),
  fingerprint: z.string(),
  createdAt: z.iso.datetime(),
});
export type SshKeyView = z.infer<typeof sshKey>;
