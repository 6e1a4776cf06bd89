/** What is done about builds without anybody asking: lost ones are found, old ones go. */
import { db } from '@/lib/core/db';
import { enqueue } from '@/lib/jobs/enqueue';
import { mediaKinds } from '../builder';
import { pruneCaches } from '../caches/prune';
import { queuedBuilds } from '../data';
import { readRetention } from '../retention/data';
import { pruneArtifacts, pruneStrays } from '../retention/mutations';
import type { Retention } from '../retention/schema';
import { buildStatesInFlight } from '../schema';
import { artifactStore } from '../store/configured';
import { takeFromTheDead } from '../work/mutations';
import { sweepDeadWork } from './dead-work';

const day = 24 * 3600_000;

/**
 * Gives abandoned builds to the queue, removes folders of builds that nobody
 * works on, and lets go of what is old.
 */
export async function sweepBuilds(): Promise<void> {
  await recoverBuilds();
  const kept = await readRetention();
  await pruneBuilds(kept);
  await pruneArtifacts(kept);
  await pruneStrays();
  await pruneCaches(new Date(Date.now() - kept.cacheDays * day));
  const unusedSince = new Date(Date.now() - kept.artifactDays * day);
  await (await artifactStore()).tidy({ unusedSince });
}

/** The part of it that cannot wait: what a worker has left that was killed. */
export async function recoverBuilds(): Promise<void> {
  await takeFromTheDead();
  // Asking again for what waits in its queue asks for nothing.
  for (const { id, kind } of await queuedBuilds()) await enqueue('build', { buildId: id, kind });
  await sweepDeadWork();
}

async function pruneBuilds(kept: Retention): Promise<void> {
  const ended = { state: { notIn: buildStatesInFlight } };
  const before = (days: number) => ({ endedAt: { lt: new Date(Date.now() - days * day) } });
  await db().buildLogChunk.deleteMany({ where: { build: { ...ended, ...before(kept.logDays) } } });
  const linked = await linkedBuilds();
  await db().build.deleteMany({
    where: { ...ended, ...before(kept.buildDays), id: { notIn: linked } },
  });
  await forgetIdleLooks();
}

/** A medium that a link names stays for as long as the link does: its newest finished build. */
async function linkedBuilds(): Promise<string[]> {
  const links = await db().mediaLink.findMany({
    distinct: ['teamId', 'specHash'],
    select: { teamId: true, specHash: true },
  });
  const rows = await db().build.findMany({
    where: {
      kind: { in: [...mediaKinds] },
      state: 'done',
      OR: links.map(({ teamId, specHash }) => ({ teamId, specHash })),
    },
    distinct: ['teamId', 'specHash'],
    orderBy: { endedAt: 'desc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** The product looks by itself whether something newer is to be had; only its last idle look stays. */
async function forgetIdleLooks(): Promise<void> {
  const looks = await db().build.findMany({
    where: { requestedBy: 'provisioner', reused: true, state: 'done' },
    orderBy: { createdAt: 'desc' },
    select: { id: true, specHash: true },
  });
  const seen = new Set<string>();
  const old = looks.filter(({ specHash }) => seen.size === seen.add(specHash).size);
  await db().build.deleteMany({ where: { id: { in: old.map(({ id }) => id) } } });
}
