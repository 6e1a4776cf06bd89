/**
 * Enrolments: by what a boot medium that travels is let in, and kept out again.
 *
 * Glossary.
 * enrolment: a name that a team gives to the media it hands out together, and
 *   the token that they carry.
 * token: derived from the enrolment's id and the installation's key. It is
 *   kept nowhere, so whoever may make media can see it again.
 * revoke: from that moment on its media are refused, with the date. For good.
 * use: one boot of one machine by it; what a machine asks within a quarter of
 *   an hour is one.
 */
import { z } from 'zod';

const enrolmentName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(80, 'must not be longer than 80 characters')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'must be one line without control characters');

export const newEnrolment = z.strictObject({
  name: enrolmentName,
  /** Null: until it is revoked. */
  expiresAt: z.iso
    .datetime({ offset: true, message: 'must look like 2027-01-31T12:00:00Z' })
    .nullable()
    .default(null),
});
export type NewEnrolment = z.infer<typeof newEnrolment>;

const enrolmentStates = ['active', 'expired', 'revoked'] as const;

export const enrolment = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(enrolmentStates),
  /** Null for those who may only read. */
  token: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  revokedBy: z.string().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
  uses: z.int(),
});
export type EnrolmentView = z.infer<typeof enrolment>;

/** What an enrolment opens now. Revoked says more than expired. Milliseconds since 1970. */
export function stateOf(given: {
  expiresAt: number | null;
  revokedAt: number | null;
  now: number;
}): (typeof enrolmentStates)[number] {
  const { expiresAt, revokedAt, now } = given;
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
