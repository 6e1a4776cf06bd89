/**
 * The words of auth, for the doors, the pages and the command line.
 *
 * Glossary. user: a person, known by an e-mail address in lower case. team:
 * owns hosts, scripts, profiles, images. membership: a user's role in one
 * team. invitation: a one-time link that makes a membership. API token: a
 * program's way in, bound to one team and one role; shown once, kept as a
 * hash. session: a signed-in browser.
 */
import { z } from 'zod';
import { roles } from './actor';

export const roleField = z.enum(roles);

/** Lower case, because people type their own address in many ways. */
export const emailField = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, 'This is longer than 254 characters.')
  .pipe(z.email('This is not an e-mail address.'));

/** Shortest password, in characters; NIST SP 800-63B asks for length and no other rule. */
export const passwordMinimum = 10;

export const passwordField = z
  .string()
  .min(passwordMinimum, `It needs at least ${passwordMinimum} characters.`)
  .max(200, 'This is longer than 200 characters.');

/** A name that people read: one line, no control characters. */
export const nameField = z
  .string()
  .trim()
  .min(1, 'Something must be here.')
  .max(100, 'This is longer than 100 characters.')
  .regex(/^[^\p{Cc}]*$/u, 'This holds a control character.');

/** Who makes the installation: the first administrator and the owning team. */
export const setupInput = z.object({
  token: z.string().max(200),
  name: nameField,
  email: emailField,
  password: passwordField,
  team: nameField.default('Home'),
});

export const teamInput = z.object({ name: nameField });

export const memberInput = z.object({ role: roleField });

export const invitationInput = z.object({ email: emailField, role: roleField });

export const acceptInput = z.object({
  token: z.string().max(200),
  /** For a new account only. */
  name: z.string().max(200),
  password: z.string().max(200),
});

/** Longest life of a token that has an end, in days. */
export const longestTokenLife = 3650;

export const tokenInput = z.object({
  name: nameField,
  role: roleField,
  expiresInDays: z.int().min(1).max(longestTokenLife).nullish(),
});

export const profileInput = z.object({ name: nameField });

export const passwordInput = z.object({
  current: z.string().max(200),
  password: passwordField,
});

const time = z.iso.datetime();

export const teamView = z.object({
  id: z.uuid(),
  name: z.string(),
  owner: z.boolean(),
  members: z.int(),
  createdAt: time,
});
export type TeamView = z.infer<typeof teamView>;

export const memberView = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: roleField,
  since: time,
  lastSignInAt: time.nullable(),
});
export type MemberView = z.infer<typeof memberView>;

export const invitationView = z.object({
  id: z.uuid(),
  email: z.string(),
  role: roleField,
  createdAt: time,
  expiresAt: time,
});
export type InvitationView = z.infer<typeof invitationView>;

export const tokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  role: roleField,
  prefix: z.string(),
  createdBy: z.string(),
  createdAt: time,
  lastUsedAt: time.nullable(),
  expiresAt: time.nullable(),
  revokedAt: time.nullable(),
});
export type TokenView = z.infer<typeof tokenView>;

export const auditView = z.object({
  id: z.string(),
  at: time,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  detail: z.unknown(),
});
export type AuditView = z.infer<typeof auditView>;

export const meView = z.object({
  kind: z.enum(['user', 'token', 'system']),
  id: z.string(),
  name: z.string(),
  role: roleField,
  team: z.object({ id: z.uuid(), name: z.string(), owner: z.boolean() }),
});
