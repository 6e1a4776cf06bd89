/** Writes of teams and memberships. */
import { db, type Transaction } from '@/lib/core/db';
import { AppError, isUniqueViolation, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { Actor, Role } from '../actor';
import { audit } from '../audit';
import type { TeamView } from '../schema';
import { readTeam } from './data';

/** Makes a team without members. Throws ERR_TEAM_NAME_TAKEN. */
export async function createTeam(given: { actor: Actor; name: string }): Promise<TeamView> {
  const { actor, name } = given;
  const { id, createdAt } = await db()
    .team.create({ data: { name }, select: { id: true, createdAt: true } })
    .catch((error) => {
      throw isUniqueViolation(error) ? nameTaken(name) : error;
    });
  await audit({ actor, action: 'team.create', subject: name, detail: { id } });
  return { id, name, owner: false, members: 0, createdAt: createdAt.toISOString() };
}

/** Gives a team another name. Throws ERR_TEAM_NOT_FOUND, ERR_TEAM_NAME_TAKEN. */
export async function renameTeam(given: {
  actor: Actor;
  id: string;
  name: string;
}): Promise<TeamView> {
  const { actor, id, name } = given;
  const team = await readTeam({ actor, id });
  await db()
    .team.update({ where: { id }, data: { name } })
    .catch((error) => {
      throw isUniqueViolation(error) ? nameTaken(name) : error;
    });
  await audit({ actor, action: 'team.rename', subject: name, detail: { id, was: team.name } });
  return { ...team, name };
}

function nameTaken(name: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_TEAM_NAME_TAKEN',
    message: `There is a team "${name}" already.`,
    field: 'name',
  });
}

/**
 * Removes a team that has no hosts. Its scripts, profiles and tokens go with
 * it. Throws ERR_TEAM_NOT_FOUND, ERR_OWNING_TEAM, ERR_TEAM_HAS_HOSTS.
 */
export async function deleteTeam(given: { actor: Actor; id: string }): Promise<void> {
  const { actor, id } = given;
  const team = await readTeam({ actor, id });
  if (team.owner) {
    throw refuse('ERR_OWNING_TEAM', `${team.name} owns this installation and stays.`);
  }
  await db().$transaction(async (store) => {
    await lockTeam(store, id);
    const hosts = await store.host.count({ where: { teamId: id } });
    if (hosts > 0) {
      throw refuse('ERR_TEAM_HAS_HOSTS', `${team.name} has ${hosts} hosts. Delete them first.`);
    }
    // Profiles hold scripts and images fast, so they go first.
    await store.profile.deleteMany({ where: { teamId: id } });
    await store.team.delete({ where: { id } });
    await audit({ actor, action: 'team.delete', subject: team.name, detail: { id }, store });
  });
}

function refuse(code: string, message: string): AppError {
  return new AppError({ class: 'conflict', code, message });
}

/** Adds a user to a team, or gives them the role where they are in it; for set-up, invitations, the command line. */
export async function putMember(given: {
  store?: Transaction;
  teamId: string;
  userId: string;
  role: Role;
}): Promise<void> {
  const { store = db(), teamId, userId, role } = given;
  await store.membership.upsert({
    where: { userId_teamId: { userId, teamId } },
    create: { userId, teamId, role },
    update: { role },
  });
}

/** Gives a member another role. Throws ERR_MEMBER_NOT_FOUND, ERR_LAST_ADMINISTRATOR. */
export async function changeMember(given: {
  actor: Actor;
  id: string;
  userId: string;
  role: Role;
}): Promise<void> {
  const { actor, role } = given;
  await withMember(given, async ({ store, where, email, team }) => {
    await store.membership.update({ where, data: { role } });
    if (role !== 'administrator') await demandAdministrator(store, team);
    const detail = { team: team.name, role };
    await audit({ actor, action: 'member.change', subject: email, detail, store });
  });
}

/** Takes a member out of a team; the account stays. Throws as `changeMember`. */
export async function removeMember(given: {
  actor: Actor;
  id: string;
  userId: string;
}): Promise<void> {
  const { actor } = given;
  await withMember(given, async ({ store, where, email, team }) => {
    await store.membership.delete({ where });
    await demandAdministrator(store, team);
    const detail = { team: team.name };
    await audit({ actor, action: 'member.remove', subject: email, detail, store });
  });
}

interface Member {
  store: Transaction;
  where: { userId_teamId: { userId: string; teamId: string } };
  email: string;
  team: TeamView;
}

async function withMember(
  given: { actor: Actor; id: string; userId: string },
  change: (member: Member) => Promise<void>,
): Promise<void> {
  const { actor, id, userId } = given;
  const team = await readTeam({ actor, id });
  const where = { userId_teamId: { userId, teamId: id } };
  await db().$transaction(async (store) => {
    await lockTeam(store, id);
    const found = isUuid(userId)
      ? await store.membership.findUnique({ where, select: { user: { select: { email: true } } } })
      : null;
    if (!found) throw notFound('The member', 'ERR_MEMBER_NOT_FOUND');
    await change({ store, where, email: found.user.email, team });
  });
}

/** One change of a team's members at a time: two administrators cannot remove each other. */
async function lockTeam(store: Transaction, id: string): Promise<void> {
  await store.$queryRaw`SELECT id FROM "Team" WHERE id = ${id}::uuid FOR UPDATE`;
}

async function demandAdministrator(store: Transaction, team: TeamView): Promise<void> {
  const left = await store.membership.count({ where: { teamId: team.id, role: 'administrator' } });
  if (left > 0) return;
  throw refuse(
    'ERR_LAST_ADMINISTRATOR',
    `This is the last administrator of ${team.name}. Make somebody else one first.`,
  );
}
