/** Writes of boot media: asking for them, letting them go, and the names that people give them. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError, invalid, notFound } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { cancelJobs } from '@/lib/jobs/cancel';
import type { MediaKind } from '../builder';
import { rebuild, requestBuild } from '../mutations';
import { letGo } from '../retention/mutations';
import { linkView, mediumOf, readMedium } from './data';
import type { LinkAnswer, MediaSegment, MediumDetail } from './schema';

export type NewMedium = MediumDetail & {
  /** True when an equal request was there already. */
  joined: boolean;
};

/** Asks for a medium; its fields are named as they stand at the top of the request. See `requestBuild`. */
export async function requestMedium(given: {
  actor: Actor;
  kind: MediaKind;
  spec: unknown;
  base: string;
}): Promise<NewMedium> {
  const { actor, base } = given;
  const { id, joined } = await requestBuild({ ...given, fieldsAt: 'top' });
  return { ...(await readMedium({ actor, id, base })), joined };
}

/** Looks again whether something newer is to be had for the same request. */
export async function rebuildMedium(given: {
  actor: Actor;
  segment: MediaSegment;
  id: string;
  base: string;
}): Promise<NewMedium> {
  const { actor, base } = given;
  await mediumOf(given);
  const { id, joined } = await rebuild(given);
  return { ...(await readMedium({ actor, id, base })), joined };
}

/**
 * Removes a medium, and its files where nobody else needs them; one that is
 * being built is stopped. Throws `…_NOT_FOUND`, ERR_MEDIUM_LINKED while a
 * link would be left without anything to give.
 */
export async function deleteMedium(given: {
  actor: Actor;
  id: string;
  segment?: MediaSegment;
}): Promise<{ id: string }> {
  const { actor } = given;
  const { id, title, kind, specHash, fingerprint, state } = await mediumOf(given);
  if (state === 'done') await demandNoLink({ actor, id, specHash });
  const detail = { id, kind };
  await db().$transaction(async (tx) => {
    await tx.build.deleteMany({ where: { id } });
    await audit({ actor, action: 'medium.delete', subject: title, detail, store: tx });
  });
  // Its worker sees that the build is nobody's any more, and clears what it began.
  await cancelJobs({ task: 'build', key: id });
  if (fingerprint) await letGoUnbuilt(fingerprint);
  return { id };
}

async function demandNoLink(given: { actor: Actor; id: string; specHash: string }): Promise<void> {
  const { actor, id, specHash } = given;
  const { teamId } = actor;
  const links = await db().mediaLink.findMany({
    where: { teamId, specHash },
    select: { name: true },
  });
  if (links.length === 0) return;
  const others = await db().build.findMany({
    where: { teamId, specHash, state: 'done', id: { not: id } },
    select: { fingerprint: true },
  });
  const made = others.flatMap(({ fingerprint }) => fingerprint ?? []);
  // A build whose files were let go gives a link nothing.
  if ((await db().artifact.count({ where: { fingerprint: { in: made } } })) > 0) return;
  const names = links.map(({ name }) => `"${name}"`).join(', ');
  throw new AppError({
    class: 'conflict',
    code: 'ERR_MEDIUM_LINKED',
    message: `${links.length === 1 ? 'The link' : 'The links'} ${names} would give nothing any more. Delete ${links.length === 1 ? 'it' : 'them'}, or point elsewhere, first.`,
    data: { links: links.map(({ name }) => name) },
  });
}

/**
 * Removes an artifact that no build of any team has any more, unless one is
 * just about to take it. The medium is gone already: where the store does
 * not answer, the retention lets the files go later.
 */
async function letGoUnbuilt(fingerprint: string): Promise<void> {
  try {
    if ((await db().build.count({ where: { fingerprint } })) === 0) await letGo({ fingerprint });
  } catch (error) {
    logger('builds').warn({ err: error, fingerprint }, 'the files of a medium are still there');
  }
}

/**
 * Makes a link, or points the team's own to another medium. Throws
 * ERR_MEDIUM_NOT_FOUND, ERR_LINK_TAKEN, ERR_MEDIUM_CLOSED, ERR_LINK_PUBLIC.
 */
export async function putLink(given: {
  actor: Actor;
  name: string;
  /** Id of a medium of the team. */
  medium: string;
  /** Confirms that everybody may have the enrolment token that the medium carries. */
  public?: boolean;
  base: string;
}): Promise<LinkAnswer> {
  const { actor, name, base } = given;
  const { teamId } = actor;
  const { kind, specHash, closed, enrolmentId, title } = await mediumOf({
    actor,
    id: given.medium,
  });
  if (closed) throw closedMedium();
  if (enrolmentId !== null && given.public !== true) throw unconfirmed(name);
  const before = await db().mediaLink.findUnique({ where: { name }, select: { teamId: true } });
  if (before && before.teamId !== teamId) throw taken(name);
  if (!before) {
    // Of two at the same moment one makes it; the other sees whose it is.
    await db().mediaLink.createMany({
      data: { name, teamId, kind, specHash, createdBy: actor.name },
      skipDuplicates: true,
    });
  }
  const [row] = await db().mediaLink.updateManyAndReturn({
    where: { name, teamId },
    data: { kind, specHash },
  });
  if (!row) throw taken(name);
  const detail = { medium: given.medium, title };
  await audit({ actor, action: before ? 'link.point' : 'link.create', subject: name, detail });
  return linkView(row, base);
}

/** Deletes a link. Throws ERR_LINK_NOT_FOUND. */
export async function deleteLink(given: { actor: Actor; name: string }): Promise<{ name: string }> {
  const { actor, name } = given;
  const { count } = await db().mediaLink.deleteMany({ where: { name, teamId: actor.teamId } });
  if (count === 0) throw notFound('This link', 'ERR_LINK_NOT_FOUND');
  await audit({ actor, action: 'link.delete', subject: name });
  return { name };
}

function taken(name: string): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_LINK_TAKEN',
    message: `"${name}" is another team's. Links are open to everybody, so each name is there once.`,
    field: 'name',
  });
}

function unconfirmed(name: string): AppError {
  return invalid(
    'public',
    `This medium carries an enrolment token. A link is open to everybody: whoever guesses the name "${name}" has the token then. Confirm that with "public": true, or give out the permalink, which nobody can guess.`,
    'ERR_LINK_PUBLIC',
  );
}

function closedMedium(): AppError {
  return new AppError({
    class: 'conflict',
    code: 'ERR_MEDIUM_CLOSED',
    message:
      'This medium holds the key of a client certificate, and a link is open to everybody. Fetch it by its id instead.',
    field: 'medium',
  });
}
