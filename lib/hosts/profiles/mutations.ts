/** Writes of profiles. What a profile names must be of its team, and of the right kind. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db, type Transaction } from '@/lib/core/db';
import { AppError, invalid, isUniqueViolation } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { kindFacts, type ScriptKind } from '@/lib/scripts/schema';
import { profileNotFound, readProfile } from './data';
import type { NewProfile, ProfileChange, ProfileDetail } from './schema';

/** Makes a profile. Throws ERR_NAME_TAKEN; ERR_INVALID_INPUT for what is not the team's. */
export async function createProfile(given: {
  actor: Actor;
  input: NewProfile;
}): Promise<ProfileDetail> {
  const { actor, input } = given;
  const { preScriptIds, postScriptIds, ...fields } = input;
  const { id } = await db()
    .$transaction(async (tx) => {
      await demandParts({ tx, actor, input });
      if (input.isDefault) await takeDefault({ tx, actor });
      const scripts = { create: inOrder([...preScriptIds, ...postScriptIds]) };
      return tx.profile.create({ data: { ...fields, teamId: actor.teamId, scripts } });
    })
    .catch(sayNameTaken(input.name));
  await audit({ actor, action: 'profile.create', subject: input.name, detail: { id } });
  return readProfile({ actor, id });
}

/** Changes a profile; what `input` leaves out stays. To make it the default takes that from the one that was. Installs that run keep what they pinned. */
export async function updateProfile(given: {
  actor: Actor;
  id: string;
  input: ProfileChange;
}): Promise<ProfileDetail> {
  const { actor, id, input } = given;
  const { preScriptIds, postScriptIds, ...fields } = input;
  await db()
    .$transaction(async (tx) => {
      // The team's row first: two that lock it after their profiles would wait for each other.
      if (input.isDefault) await takeDefault({ tx, actor });
      await lockProfile({ tx, actor, id });
      await demandParts({ tx, actor, input });
      // An update without a change still tells the roster that the scripts are others.
      await tx.profile.update({ where: { id }, data: { ...fields, updatedAt: new Date() } });
      if (preScriptIds) await replaceScripts({ tx, id, kind: 'pre', ids: preScriptIds });
      if (postScriptIds) await replaceScripts({ tx, id, kind: 'post', ids: postScriptIds });
    })
    .catch(sayNameTaken(input.name ?? ''));
  const profile = await readProfile({ actor, id });
  await audit({
    actor,
    action: 'profile.update',
    subject: profile.name,
    detail: { id, fields: Object.keys(input) },
  });
  return profile;
}

/** Removes a profile. Throws ERR_PROFILE_IN_USE, naming the hosts that have it. */
export async function deleteProfile(given: { actor: Actor; id: string }): Promise<{ id: string }> {
  const { actor, id } = given;
  const name = await db().$transaction(async (tx) => {
    const profile = await lockProfile({ tx, actor, id });
    await demandUnused({ tx, id, name: profile.name });
    await tx.profile.delete({ where: { id } });
    return profile.name;
  });
  await audit({ actor, action: 'profile.delete', subject: name, detail: { id } });
  return { id };
}

/** Names at most this many hosts in a sentence. */
const namesShown = 5;

async function demandUnused(given: { tx: Transaction; id: string; name: string }): Promise<void> {
  const hosts = await given.tx.host.findMany({
    where: { profileId: given.id },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  });
  if (hosts.length === 0) return;
  const shown = hosts.slice(0, namesShown).map(({ name }) => name);
  const rest = hosts.length - shown.length;
  const names = `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  throw new AppError({
    class: 'conflict',
    code: 'ERR_PROFILE_IN_USE',
    message: `The profile "${given.name}" is used by ${names}. Give them another one first.`,
    data: { hosts },
  });
}

/** Takes the default from the profile that has it. The team's row is locked, for of two at once the second waits. */
async function takeDefault(given: { tx: Transaction; actor: Actor }): Promise<void> {
  const { tx, actor } = given;
  await tx.$queryRaw`
    SELECT id FROM "Team" WHERE id = ${actor.teamId}::uuid FOR NO KEY UPDATE`;
  await tx.profile.updateMany({
    where: { teamId: actor.teamId, isDefault: true },
    data: { isDefault: false },
  });
}

/** The profile's row, locked until the transaction ends. */
async function lockProfile(given: {
  tx: Transaction;
  actor: Actor;
  id: string;
}): Promise<{ name: string }> {
  const { tx, actor, id } = given;
  if (!isUuid(id)) throw profileNotFound();
  const [row] = await tx.$queryRaw<{ name: string }[]>`
    SELECT name FROM "Profile"
    WHERE id = ${id}::uuid AND "teamId" = ${actor.teamId}::uuid FOR UPDATE`;
  if (!row) throw profileNotFound();
  return row;
}

async function replaceScripts(given: {
  tx: Transaction;
  id: string;
  kind: ScriptKind;
  ids: string[];
}): Promise<void> {
  const { tx, id, kind, ids } = given;
  await tx.profileScript.deleteMany({ where: { profileId: id, script: { kind } } });
  const rows = inOrder(ids).map((row) => ({ ...row, profileId: id }));
  await tx.profileScript.createMany({ data: rows });
}

/** Positions count within one kind only: the reader takes the kinds apart first. */
function inOrder(ids: string[]): { scriptId: string; position: number }[] {
  return ids.map((scriptId, position) => ({ scriptId, position }));
}

async function demandParts(given: {
  tx: Transaction;
  actor: Actor;
  input: ProfileChange;
}): Promise<void> {
  const { tx, actor, input } = given;
  const wanted: { field: string; id: string; kind: ScriptKind }[] = [
    ...part('subScriptId', 'sub', input.subScriptId),
    ...part('kickstartId', 'kickstart', input.kickstartId),
    ...parts('preScriptIds', 'pre', input.preScriptIds),
    ...parts('postScriptIds', 'post', input.postScriptIds),
  ];
  const found = await tx.script.findMany({
    where: { id: { in: wanted.map(({ id }) => id) }, teamId: actor.teamId },
    select: { id: true, kind: true },
  });
  const kinds = new Map(found.map(({ id, kind }) => [id, kind]));
  for (const { field, id, kind } of wanted) {
    if (kinds.get(id.toLowerCase()) === kind) continue;
    throw invalid(field, `There is no such ${kindFacts[kind].noun}.`, kindFacts[kind].notFoundCode);
  }
  if (!input.imageId) return;
  const images = await tx.image.count({ where: { id: input.imageId, teamId: actor.teamId } });
  if (images === 0) throw invalid('imageId', 'There is no such image.', 'ERR_IMAGE_NOT_FOUND');
}

function part(field: string, kind: ScriptKind, id: string | null | undefined) {
  return id ? [{ field, kind, id }] : [];
}

function parts(field: string, kind: ScriptKind, ids: string[] = []) {
  return ids.map((id, index) => ({ field: `${field}.${index}`, kind, id }));
}

function sayNameTaken(name: string): (error: unknown) => never {
  return (error) => {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError({
      class: 'conflict',
      code: 'ERR_NAME_TAKEN',
      message: `There is a profile named "${name}" already.`,
      field: 'name',
    });
  };
}
