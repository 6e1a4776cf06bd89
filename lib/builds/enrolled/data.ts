/** Which boot media carry which enrolment: read off the specs of their builds. */
import type { Actor } from '@/lib/auth/actor';
import { listEnrolments, readEnrolment } from '@/lib/auth/enrolments/data';
import type { EnrolmentView } from '@/lib/auth/enrolments/schema';
import { db } from '@/lib/core/db';
import { mediaKinds } from '../builder';
import type { EnrolmentWithMedia } from './schema';

/** The team's enrolments, newest first, each with its media. */
export async function enrolmentsWithMedia(given: { actor: Actor }): Promise<EnrolmentWithMedia[]> {
  const enrolments = await listEnrolments(given);
  return withMedia({ teamId: given.actor.teamId, enrolments });
}

/** One of them. Throws ERR_ENROLMENT_NOT_FOUND. */
export async function enrolmentWithMediaOf(given: {
  actor: Actor;
  id: string;
}): Promise<EnrolmentWithMedia> {
  const found = await readEnrolment(given);
  const [one] = await withMedia({ teamId: given.actor.teamId, enrolments: [found] });
  return one ?? { ...found, media: [] };
}

type Medium = EnrolmentWithMedia['media'][number];

async function withMedia(given: {
  teamId: string;
  enrolments: EnrolmentView[];
}): Promise<EnrolmentWithMedia[]> {
  const { teamId, enrolments } = given;
  const ids = enrolments.map(({ id }) => id);
  // A failed or cancelled build has made no medium; one that was made again counts once.
  const rows = await db().$queryRaw<(Medium & { enrolment: string })[]>`
    SELECT id, kind, title, state, enrolment FROM (
      SELECT DISTINCT ON ("specHash") id, kind, title, state::text AS state, "createdAt",
        spec->>'enrolment' AS enrolment
      FROM "Build"
      WHERE "teamId" = ${teamId}::uuid AND kind = ANY(${[...mediaKinds]})
        AND state IN ('queued', 'running', 'done') AND spec->>'enrolment' = ANY(${ids})
      ORDER BY "specHash", "createdAt" DESC, id DESC
    ) newest ORDER BY "createdAt" DESC, id DESC`;
  const media = Map.groupBy(rows, (row) => row.enrolment);
  return enrolments.map((one) => ({
    ...one,
    media: (media.get(one.id) ?? []).map(({ enrolment: _, ...medium }) => medium),
  }));
}
