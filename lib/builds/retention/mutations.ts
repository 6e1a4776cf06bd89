/** Writes of the retention, and what lets go of artifacts by its rules. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { removeArtifact } from '../artifact-store';
import { ifUnlocked } from '../build-lock';
import { artifactStore } from '../store/configured';
import { retentionOf } from './data';
import { isNeeded, neededArtifacts } from './needed/data';
import { type Retention, type RetentionChange, retention, retentionKey } from './schema';

/** One change at a time; any fixed number of ours. */
const settingLock = 72_707_402;

const day = 24 * 3_600_000;

/** Changes some of it; the others stay. The next upkeep, within minutes, goes by it. */
export async function changeRetention(given: {
  actor: Actor;
  change: RetentionChange;
}): Promise<Retention> {
  const { actor, change } = given;
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${settingLock}::bigint)`;
    const row = await tx.setting.findUnique({ where: { key: retentionKey } });
    const before = retentionOf(row?.value);
    const named = Object.entries(change).filter(([, value]) => value !== undefined);
    const value = retention.parse({ ...before, ...Object.fromEntries(named) });
    const updatedBy = actor.name;
    await tx.setting.upsert({
      where: { key: retentionKey },
      create: { key: retentionKey, value, updatedBy },
      update: { value, updatedBy },
    });
    const subject = 'retention';
    const detail = Object.fromEntries(named);
    await audit({ actor, action: 'retention.change', subject, detail, store: tx });
    return value;
  });
}

/** Removes the artifacts that are old and that nothing needs; gives their fingerprints. */
export async function pruneArtifacts(kept: Retention): Promise<string[]> {
  const before = new Date(Date.now() - kept.artifactDays * day);
  const rows = await db().artifact.findMany({
    orderBy: { createdAt: 'desc' },
    select: { fingerprint: true, kind: true, lastUsedAt: true },
  });
  const needed = await neededArtifacts();
  const newest = new Map<string, number>();
  const old = rows.filter(({ fingerprint, kind, lastUsedAt }) => {
    const place = newest.get(kind) ?? 0;
    newest.set(kind, place + 1);
    return place >= kept.newestKept && !needed.has(fingerprint) && lastUsedAt < before;
  });
  const gone: string[] = [];
  for (const { fingerprint } of old) {
    if (await letGo({ fingerprint, unusedSince: before })) gone.push(fingerprint);
  }
  return gone;
}

/**
 * Removes an artifact that nothing needs (any more); false when something
 * does, or a build of it is at work. Never while a build reuses it.
 */
export async function letGo(given: { fingerprint: string; unusedSince?: Date }): Promise<boolean> {
  const { fingerprint, unusedSince } = given;
  let gone = false;
  await ifUnlocked({
    fingerprint,
    work: async () => {
      if (await isNeeded(fingerprint)) return;
      // The row first: nobody is sent to files that go.
      const { count } = await db().artifact.deleteMany({
        where: { fingerprint, ...(unusedSince && { lastUsedAt: { lt: unusedSince } }) },
      });
      if (count === 0) return;
      await removeArtifact(fingerprint);
      gone = true;
    },
  });
  return gone;
}

/** Removes from the store what no row knows: of a worker that died in between, a day later. */
export async function pruneStrays(): Promise<string[]> {
  const store = await artifactStore();
  const rows = await db().artifact.findMany({ select: { fingerprint: true } });
  const known = new Set(rows.map(({ fingerprint }) => fingerprint));
  const gone: string[] = [];
  for await (const { fingerprint, changedAt } of store.list()) {
    if (known.has(fingerprint) || Date.now() - changedAt.getTime() < day) continue;
    await ifUnlocked({
      fingerprint,
      work: async () => {
        // A build that ended meanwhile has its row now.
        if ((await db().artifact.count({ where: { fingerprint } })) > 0) return;
        await store.remove(fingerprint);
        gone.push(fingerprint);
      },
    });
  }
  return gone;
}
