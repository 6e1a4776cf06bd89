/** Writes of artifacts' rows; the files are `artifact-store.ts`'s. */
import { db } from '@/lib/core/db';
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
    builderVersion: record.builderVersion,
    closed: secretsNamed(record).length > 0,
    lastUsedAt: new Date(),
  };
  const { builderVersion, closed, lastUsedAt } = facts;
  await db().artifact.upsert({
    where: { fingerprint },
    create: { fingerprint, ...facts },
    update: { builderVersion, closed, lastUsedAt },
  });
}

/** Forgets an artifact whose files are gone. */
export async function forgetArtifact(fingerprint: string): Promise<void> {
  await db().artifact.deleteMany({ where: { fingerprint } });
}
