/** Writes of enrolments. The audit trail names them, never their tokens. */
import { db } from '@/lib/core/db';
import { AppError, invalid, isUniqueViolation } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import type { Actor } from '../actor';
import { audit } from '../audit';
import { enrolmentNotFound, enrolmentViewOf } from './data';
import type { EnrolmentView, NewEnrolment } from './schema';

/** Of one team, revoked ones too: every web process keeps them all in memory. */
const limit = 1_000;

/** Makes one. Throws ERR_NAME_TAKEN, ERR_TOO_MANY_ENROLMENTS, and ERR_INVALID_INPUT for a time that is over. */
export async function createEnrolment(given: {
  actor: Actor;
  input: NewEnrolment;
}): Promise<EnrolmentView> {
  const { actor, input } = given;
  const { teamId } = actor;
  const { name } = input;
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt);
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw invalid('expiresAt', 'This time is over already.');
  }
  if ((await db().enrolment.count({ where: { teamId } })) >= limit) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_TOO_MANY_ENROLMENTS',
      message: `This team has ${limit} enrolment tokens. Delete some that are revoked.`,
    });
  }
  try {
    const row = await db().enrolment.create({
      data: { teamId, name, expiresAt, createdBy: actor.name },
    });
    const detail = { id: row.id, expiresAt: input.expiresAt };
    await audit({ actor, action: 'enrolment.create', subject: name, detail });
    return enrolmentViewOf({ actor, row });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError({
      class: 'conflict',
      code: 'ERR_NAME_TAKEN',
      message: `There is an enrolment token "${name}" in this team already, maybe a revoked one.`,
      field: 'name',
    });
  }
}

/**
 * Ends it at once and for good; a second time changes nothing. Throws
 * ERR_ENROLMENT_NOT_FOUND.
 */
export async function revokeEnrolment(given: { actor: Actor; id: string }): Promise<EnrolmentView> {
  const { actor, id } = given;
  if (!isUuid(id)) throw enrolmentNotFound();
  const where = { id, teamId: actor.teamId };
  // Of two who revoke at once, one is written down.
  const { count } = await db().enrolment.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date(), revokedBy: actor.name },
  });
  const row = await db().enrolment.findFirst({ where });
  if (!row) throw enrolmentNotFound();
  if (count > 0) {
    await audit({ actor, action: 'enrolment.revoke', subject: row.name, detail: { id } });
  }
  return enrolmentViewOf({ actor, row });
}

/**
 * Forgets one that was revoked; its media stay refused. Throws
 * ERR_ENROLMENT_NOT_FOUND, and ERR_ENROLMENT_NOT_REVOKED.
 */
export async function deleteEnrolment(given: {
  actor: Actor;
  id: string;
}): Promise<{ id: string }> {
  const { actor, id } = given;
  if (!isUuid(id)) throw enrolmentNotFound();
  const where = { id, teamId: actor.teamId };
  const row = await db().enrolment.findFirst({ where, select: { name: true } });
  if (!row) throw enrolmentNotFound();
  const { count } = await db().enrolment.deleteMany({
    where: { ...where, revokedAt: { not: null } },
  });
  if (count === 0) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_ENROLMENT_NOT_REVOKED',
      message: `The enrolment token "${row.name}" is not revoked. Revoke it first: its media are refused from then on.`,
    });
  }
  await audit({ actor, action: 'enrolment.delete', subject: row.name, detail: { id } });
  return { id };
}

/** Adds what was used, by enrolment: how often, and when last. Those that are gone are passed over. */
export async function addUses(used: Map<string, { uses: number; at: Date }>): Promise<void> {
  if (used.size === 0) return;
  const rows = [...used].map(([id, { uses, at }]) => ({ id, uses, at: at.toISOString() }));
  await db().$executeRaw`
    UPDATE "Enrolment" e SET
      uses = e.uses + n.uses,
      "lastUsedAt" = greatest(e."lastUsedAt", n.at)
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, uses int, at timestamp)
    WHERE e.id = n.id`;
}
