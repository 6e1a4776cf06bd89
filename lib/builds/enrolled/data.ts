/** Which boot media carry which enrolment. */
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
  return one ?? { ...found, media: [], mediaCount: 0 };
}

/** So many media of each are told by name; the others are counted. */
const shownMedia = 20;

interface Row {
  id: string;
  kind: EnrolmentWithMedia['media'][number]['kind'];
  title: string;
  state: EnrolmentWithMedia['media'][number]['state'];
  enrolmentId: string;
  count: number;
}

async function withMedia(given: {
  teamId: string;
  enrolments: EnrolmentView[];
}): Promise<EnrolmentWithMedia[]> {
  const { teamId, enrolments } = given;
  const ids = enrolments.map(({ id }) => id);
  // A failed or cancelled build has made no medium; one that was made again counts once.
  const rows = await db().$queryRaw<Row[]>`
    SELECT id, kind, title, state, "enrolmentId", count FROM (
      SELECT *, count(*) OVER (PARTITION BY "enrolmentId")::int AS count,
        row_number() OVER (PARTITION BY "enrolmentId" ORDER BY "createdAt" DESC, id DESC) AS place
      FROM (
        SELECT DISTINCT ON ("enrolmentId", "specHash")
          id, kind, title, state::text AS state, "createdAt", "enrolmentId"
        FROM "Build"
        WHERE "teamId" = ${teamId}::uuid AND kind = ANY(${[...mediaKinds]})
          AND state IN ('queued', 'running', 'done') AND "enrolmentId" = ANY(${ids}::uuid[])
        ORDER BY "enrolmentId", "specHash", "createdAt" DESC, id DESC
      ) newest
    ) placed WHERE place <= ${shownMedia} ORDER BY place`;
  const found = Map.groupBy(rows, (row) => row.enrolmentId);
  return enrolments.map((one) => {
    const media = found.get(one.id) ?? [];
    return {
      ...one,
      media: media.map(({ id, kind, title, state }) => ({ id, kind, title, state })),
      mediaCount: media[0]?.count ?? 0,
    };
  });
}
