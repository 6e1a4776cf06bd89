/**
 * Artifacts that something needs, and that therefore stay whatever their age
 * (docs/decisions/0090):
 * - of the publication in force: machines load its files by TFTP;
 * - of an open install: its machine boots that agent;
 * - of a build at work, and of one that an image waits for;
 * - of the newest finished build of each boot medium: its permalink, and each
 *   link to it, gives that. It goes when the build goes.
 */
import { pool } from '@/lib/core/db';
import { mediaKinds } from '../../builder';
import { publicationKey } from '../../publication/schema';
import { buildStatesInFlight } from '../../schema';

/** Of installs: a machine may still boot for it. */
const openStates = ['authorised', 'booting', 'installing'];

const question = `
  SELECT value->>'fingerprint' AS fingerprint FROM "Setting" WHERE key = $1
  UNION
  SELECT plan->'agent'->>'fingerprint' FROM "Install" WHERE state::text = ANY($2)
  UNION
  SELECT fingerprint FROM "Build" WHERE state::text = ANY($3)
  UNION
  SELECT "Build".fingerprint FROM "Build" JOIN "Image"
    ON "Image".source->>'kind' = 'build' AND "Image".source->>'buildId' = "Build".id::text
    WHERE "Image".state IN ('waiting', 'importing')
  UNION
  SELECT fingerprint FROM (
    SELECT DISTINCT ON ("teamId", "specHash") fingerprint FROM "Build"
    WHERE kind = ANY($4) AND state = 'done' ORDER BY "teamId", "specHash", "endedAt" DESC
  ) newest`;

/** Their fingerprints. */
export async function neededArtifacts(): Promise<Set<string>> {
  const { rows } = await pool().query<{ fingerprint: string | null }>(question, [
    publicationKey,
    openStates,
    buildStatesInFlight,
    mediaKinds,
  ]);
  return new Set(rows.flatMap(({ fingerprint }) => (fingerprint ? [fingerprint] : [])));
}
