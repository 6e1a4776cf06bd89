/** Reads of invitations. The link's token is known by its hash only. */
import { db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import type { Actor, Role } from '../actor';
import type { InvitationView } from '../schema';

/** As the API and the pages show an invitation. */
export function invitationViewOf(row: {
  id: string;
  email: string;
  role: Role;
  createdAt: Date;
  expiresAt: Date;
}): InvitationView {
  const { id, email, role, createdAt, expiresAt } = row;
  return {
    id,
    email,
    role,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

/** The team's invitations that can still be accepted, newest first. */
export async function listInvitations(given: { actor: Actor }): Promise<InvitationView[]> {
  const rows = await db().invitation.findMany({
    where: { teamId: given.actor.teamId, acceptedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map(invitationViewOf);
}

export interface OpenInvitation {
  id: string;
  email: string;
  role: Role;
  teamId: string;
  teamName: string;
  /** The e-mail has an account: its password joins, and no new one is set. */
  hasAccount: boolean;
}

/** The invitation behind a link, or null when it is unknown, used or over. */
export async function readOpenInvitation(token: string): Promise<OpenInvitation | null> {
  const row = await db().invitation.findUnique({
    where: { tokenHash: sha256(token), acceptedAt: null, expiresAt: { gt: new Date() } },
    select: { id: true, email: true, role: true, team: { select: { id: true, name: true } } },
  });
  if (!row) return null;
  const { id, email, role, team } = row;
  const account = await db().user.findUnique({ where: { email }, select: { id: true } });
  return { id, email, role, teamId: team.id, teamName: team.name, hasAccount: account !== null };
}
