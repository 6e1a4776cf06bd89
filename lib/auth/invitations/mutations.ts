/** Writes of invitations. */
import type { z } from 'zod';
import { db, type Transaction } from '@/lib/core/db';
import { AppError, invalid, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { newToken, sha256 } from '@/lib/core/secret';
import { type Actor, type Role, roles } from '../actor';
import { audit } from '../audit';
import { hashPassword } from '../password';
import { type InvitationView, nameField, passwordField } from '../schema';
import { signIn } from '../sign-in';
import { putMember } from '../teams/mutations';
import { createUser } from '../users/mutations';
import type { Account } from '../users/schema';
import { invitationViewOf, type OpenInvitation, readOpenInvitation } from './data';

const week = 7 * 24 * 60 * 60 * 1_000;

/**
 * Invites an e-mail address to the actor's team, for 7 days. The answer's
 * `path` is the one-time link without the host, and is shown this once. An
 * older invitation of the same address ends. Throws ERR_ALREADY_MEMBER.
 */
export async function createInvitation(given: {
  actor: Actor;
  email: string;
  role: Role;
}): Promise<InvitationView & { path: string }> {
  const { actor, email, role } = given;
  const { teamId } = actor;
  const token = newToken('inv');
  const row = await db().$transaction(async (store) => {
    const member = await store.membership.findFirst({ where: { teamId, user: { email } } });
    if (member) throw alreadyMember(email, actor.teamName);
    await store.invitation.deleteMany({ where: { teamId, email, acceptedAt: null } });
    const expiresAt = new Date(Date.now() + week);
    const data = { teamId, email, role, tokenHash: sha256(token), expiresAt };
    const made = await store.invitation.create({ data });
    const detail = { id: made.id, role };
    await audit({ actor, action: 'invitation.create', subject: email, detail, store });
    return made;
  });
  return { ...invitationViewOf(row), path: `/invitation/${token}` };
}

function alreadyMember(email: string, team: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_ALREADY_MEMBER',
    message: `${email} is in ${team} already.`,
    field: 'email',
  });
}

/** Takes an invitation back. Throws ERR_INVITATION_NOT_FOUND. */
export async function deleteInvitation(given: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = given;
  const where = { id, teamId: actor.teamId, acceptedAt: null };
  const row = isUuid(id) ? await db().invitation.findFirst({ where }) : null;
  if (!row) throw notFound('The invitation', 'ERR_INVITATION_NOT_FOUND');
  await db().invitation.deleteMany({ where });
  await audit({ actor, action: 'invitation.delete', subject: row.email, detail: { id } });
}

/**
 * Accepts an invitation, once. Whoever has an account proves it: by being
 * signed in as `account`, or by its password; anybody else gets an account
 * with this name and password. Gives the e-mail to sign in with. Throws
 * ERR_INVITATION_OVER, ERR_WRONG_PASSWORD, ERR_TOO_MANY_ATTEMPTS.
 */
export async function acceptInvitation(given: {
  token: string;
  name: string;
  password: string;
  account: Account | null;
  address: string;
}): Promise<{ email: string; teamId: string }> {
  const { name, password, account, address } = given;
  const invitation = await readOpenInvitation(given.token);
  if (!invitation) throw over();
  const { email, teamId } = invitation;
  if (account?.email === email) {
    await db().$transaction((store) => join({ store, invitation, userId: account.id }));
  } else if (invitation.hasAccount) {
    const user = await signIn({ email, password, address });
    if (!user) throw invalid('password', 'This is not your password.', 'ERR_WRONG_PASSWORD');
    await db().$transaction((store) => join({ store, invitation, userId: user.id }));
  } else {
    demand(passwordField, { password });
    demand(nameField, { name });
    const passwordHash = await hashPassword(password);
    await db().$transaction(async (store) => {
      const userId = await createUser({ store, email, name, passwordHash });
      await join({ store, invitation, userId });
    });
  }
  return { email, teamId };
}

/** A new account must have what an old one has already. */
function demand(schema: z.ZodType, given: Record<string, string>): void {
  for (const [field, value] of Object.entries(given)) {
    const { error } = schema.safeParse(value);
    if (error) throw invalid(field, error.issues[0]?.message ?? 'This is not accepted.');
  }
}

async function join(given: {
  store: Transaction;
  invitation: OpenInvitation;
  userId: string;
}): Promise<void> {
  const { store, invitation, userId } = given;
  const { id, teamId, teamName, email } = invitation;
  // Of two who follow the link at once, one finds it open.
  const used = await store.invitation.updateMany({
    where: { id, acceptedAt: null },
    data: { acceptedAt: new Date() },
  });
  if (used.count !== 1) throw over();
  const found = await store.membership.findUnique({
    where: { userId_teamId: { userId, teamId } },
    select: { role: true },
  });
  const role = higher(invitation.role, found?.role);
  await putMember({ store, teamId, userId, role });
  const actor: Actor = {
    kind: 'user',
    id: userId,
    name: email,
    teamId,
    teamName,
    role,
    owner: false,
  };
  await audit({ actor, action: 'invitation.accept', subject: email, detail: { id, role }, store });
}

/** An invitation never takes a role away. */
function higher(invited: Role, held: Role | undefined): Role {
  return held && roles.indexOf(held) > roles.indexOf(invited) ? held : invited;
}

function over(): AppError {
  return new AppError({
    class: 'gone',
    code: 'ERR_INVITATION_OVER',
    message: 'This invitation was used, taken back or has expired. Ask for a new one.',
  });
}
