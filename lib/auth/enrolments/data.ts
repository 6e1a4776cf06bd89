/** Reads of enrolments. */
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { type Actor, may } from '../actor';
import { type EnrolmentView, stateOf } from './schema';
import { enrolmentToken } from './token';

/** The error for an enrolment that is not there, or another team's. */
export function enrolmentNotFound(): AppError {
  return notFound('The enrolment token', 'ERR_ENROLMENT_NOT_FOUND');
}

type Row = Omit<
  EnrolmentView,
  'state' | 'token' | 'createdAt' | 'expiresAt' | 'revokedAt' | 'lastUsedAt'
> & { createdAt: Date; expiresAt: Date | null; revokedAt: Date | null; lastUsedAt: Date | null };

/** A row as its team sees it; the token only for those who may make media. */
export function enrolmentViewOf(given: { actor: Actor; row: Row }): EnrolmentView {
  const { actor, row } = given;
  const { id, name, createdBy, revokedBy, uses } = row;
  return {
    id,
    name,
    state: stateOf({
      expiresAt: row.expiresAt?.getTime() ?? null,
      revokedAt: row.revokedAt?.getTime() ?? null,
      now: Date.now(),
    }),
    token: may(actor, 'write') ? enrolmentToken(id) : null,
    createdBy,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBy,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    uses,
  };
}

/** The team's enrolments, newest first, revoked ones too. */
export async function listEnrolments(given: { actor: Actor }): Promise<EnrolmentView[]> {
  const { actor } = given;
  const rows = await db().enrolment.findMany({
    where: { teamId: actor.teamId },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
  return rows.map((row) => enrolmentViewOf({ actor, row }));
}

/** One of the team's. Throws ERR_ENROLMENT_NOT_FOUND. */
export async function readEnrolment(given: { actor: Actor; id: string }): Promise<EnrolmentView> {
  const { actor, id } = given;
  const row = isUuid(id)
    ? await db().enrolment.findFirst({ where: { id, teamId: actor.teamId } })
    : null;
  if (!row) throw enrolmentNotFound();
  return enrolmentViewOf({ actor, row });
}
