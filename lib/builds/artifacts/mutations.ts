/** Writes of artifacts' rows; the files are `artifact-store.ts`'s. */
import { db } from '@/lib/core/db';
import { shared } from '@/lib/core/shared';
import { mainFileOf } from '../media/main-file';
import type { ArtifactRecord } from '../schema';
import { secretsNamed } from '../specs';

/** Writes down an artifact that is on the disk. */
export async function saveArtifact(record: ArtifactRecord): Promise<void> {
  const { fingerprint, kind } = record;
  const facts = {
    kind,
    spec: record.spec as object,
    inputs: record.inputs,
    files: record.files,
    main: mainFileOf(record),
    builderVersion: record.builderVersion,
    closed: secretsNamed(record).length > 0,
    lastUsedAt: new Date(),
  };
  // The store's record decides: a row that says otherwise is of files that are gone.
  await db().artifact.upsert({
    where: { fingerprint },
    create: { fingerprint, ...facts },
    update: facts,
  });
}

/** Milliseconds in which a use of an artifact is not written down again. */
const useNotedEvery = 3_600_000;

/** Notes that an artifact was served; at most once an hour by each process. Never throws. */
export async function noteArtifactUse(fingerprint: string): Promise<void> {
  const noted = shared('builds.uses', () => new Map<string, number>());
  if (Date.now() - (noted.get(fingerprint) ?? 0) < useNotedEvery) return;
  noted.set(fingerprint, Date.now());
  const lastUsedAt = new Date();
  await db()
    .artifact.updateMany({ where: { fingerprint }, data: { lastUsedAt } })
    .catch(() => noted.delete(fingerprint));
}

/** Forgets an artifact whose files are gone. */
export async function forgetArtifact(fingerprint: string): Promise<void> {
  await db().artifact.deleteMany({ where: { fingerprint } });
}
