/** Reads of what workers announce about their builders. */
import { db } from '@/lib/core/db';
import { type BuildKind, mediaKinds } from '../builder';
import { availabilityOf, newestVersion } from './availability';
import { type AnnouncedBuilders, announcedBuilders, type KindAvailability } from './schema';

/** A worker that has not shown itself for so long is not counted. Milliseconds; it does so every ten seconds. */
const heartbeatLimit = 30_000;

/** What each worker that lives announces. */
async function living(): Promise<AnnouncedBuilders[]> {
  const rows = await db().workerNode.findMany({
    where: { heartbeatAt: { gt: new Date(Date.now() - heartbeatLimit) } },
    select: { builders: true },
  });
  return rows.map(({ builders }) => announcedBuilders.catch({}).parse(builders));
}

/** What of the boot media can be built here now, and what is missing for the others. */
export async function mediaAvailability(): Promise<KindAvailability[]> {
  const workers = await living();
  return mediaKinds.map((kind) => availabilityOf({ kind, workers }));
}

/** The same for one kind, whichever it is. */
export async function toolsMissing(given: { kind: BuildKind }): Promise<KindAvailability> {
  return availabilityOf({ ...given, workers: await living() });
}

/** The version of the builder that would build now; null while no worker tells. */
export async function builderVersion(given: { kind: BuildKind }): Promise<number | null> {
  return newestVersion({ ...given, workers: await living() });
}
