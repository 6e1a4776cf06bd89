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

/** `$5`: the one that is asked about; null for all. */
const question = `
  SELECT fingerprint FROM (
    SELECT value->>'fingerprint' AS fingerprint FROM "Setting" WHERE key = $1
    UNION ALL
    SELECT plan->'agent'->>'fingerprint' FROM "Install" WHERE state::text = ANY($2)
    UNION ALL
    SELECT fingerprint FROM "Build" WHERE state::text = ANY($3)
    UNION ALL
    SELECT "Build".fingerprint FROM "Build" JOIN "Image"
      ON "Image".source->>'kind' = 'build' AND "Image".source->>'buildId' = "Build".id::text
      WHERE "Image".state IN ('waiting', 'importing')
    UNION ALL
    SELECT fingerprint FROM "Build" AS one
      WHERE kind = ANY($4) AND state = 'done' AND NOT EXISTS (
        SELECT 1 FROM "Build" AS newer
          WHERE newer."specHash" = one."specHash" AND newer.kind = one.kind AND newer.state = 'done'
            AND newer."teamId" IS NOT DISTINCT FROM one."teamId" AND newer."endedAt" > one."endedAt"
      )
  ) needed
  WHERE fingerprint IS NOT NULL AND ($5::text IS NULL OR fingerprint = $5)`;

/** Their fingerprints. */
export async function neededArtifacts(): Promise<Set<string>> {
  return new Set(await ask(null));
}

/** Whether something needs that one; without looking through all the others. */
export async function isNeeded(fingerprint: string): Promise<boolean> {
  return (await ask(fingerprint)).length > 0;
}

async function ask(fingerprint: string | null): Promise<string[]> {
  const { rows } = await pool().query<{ fingerprint: string }>(question, [
    publicationKey,
    openStates,
    buildStatesInFlight,
    mediaKinds,
    fingerprint,
  ]);
  return rows.map((row) => row.fingerprint);
}
