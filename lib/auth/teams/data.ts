/** Reads of teams and their members. */
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { type Actor, may } from '../actor';
import type { MemberView, TeamView } from '../schema';

/** The teams that an actor may know of: its own; all, for who governs the installation. */
function visible(actor: Actor) {
  return may(actor, 'installation:administer') ? {} : { id: actor.teamId };
}

const shown = {
  id: true,
  name: true,
  owner: true,
  createdAt: true,
  _count: { select: { memberships: true } },
} as const;

interface Row {
  id: string;
  name: string;
  owner: boolean;
  createdAt: Date;
  _count: { memberships: number };
}

function teamViewOf({ _count, createdAt, ...team }: Row): TeamView {
  return { ...team, members: _count.memberships, createdAt: createdAt.toISOString() };
}

/** The teams that the actor sees, the owning team first. */
export async function listTeams(given: { actor: Actor }): Promise<TeamView[]> {
  const rows = await db().team.findMany({
    where: visible(given.actor),
    orderBy: [{ owner: 'desc' }, { name: 'asc' }],
    select: shown,
  });
  return rows.map(teamViewOf);
}

/** One team. Throws ERR_TEAM_NOT_FOUND for one that the actor does not see, too. */
export async function readTeam(given: { actor: Actor; id: string }): Promise<TeamView> {
  const { actor, id } = given;
  const row = isUuid(id)
    ? await db().team.findFirst({ where: { AND: [{ id }, visible(actor)] }, select: shown })
    : null;
  if (!row) throw notFound('The team', 'ERR_TEAM_NOT_FOUND');
  return teamViewOf(row);
}

/** The team with this name, for the command line. Throws ERR_TEAM_NOT_FOUND. */
export async function readTeamByName(
  name: string,
): Promise<{ id: string; name: string; owner: boolean }> {
  const row = await db().team.findUnique({
    where: { name },
    select: { id: true, name: true, owner: true },
  });
  if (!row) throw notFound(`The team "${name}"`, 'ERR_TEAM_NOT_FOUND');
  return row;
}

/** The owning team, or null before set-up. */
export async function readOwningTeam(): Promise<{
  id: string;
  name: string;
  owner: boolean;
} | null> {
  return db().team.findFirst({
    where: { owner: true },
    select: { id: true, name: true, owner: true },
  });
}

/** The members of a team, by name. Throws ERR_TEAM_NOT_FOUND. */
export async function listMembers(given: { actor: Actor; id: string }): Promise<MemberView[]> {
  const team = await readTeam(given);
  const rows = await db().membership.findMany({
    where: { teamId: team.id },
    orderBy: [{ user: { name: 'asc' } }, { user: { email: 'asc' } }],
    select: {
      role: true,
      createdAt: true,
      user: { select: { id: true, name: true, email: true, lastSignInAt: true } },
    },
  });
  return rows.map(({ role, createdAt, user }) => ({
    userId: user.id,
    name: user.name,
    email: user.email,
    role,
    since: createdAt.toISOString(),
    lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
  }));
}
