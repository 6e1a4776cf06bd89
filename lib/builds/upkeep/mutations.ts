/** What is done about builds without anybody asking: lost ones are found, old ones go. */
import { db } from '@/lib/core/db';
import { enqueue } from '@/lib/jobs/enqueue';
import { removeArtifact } from '../artifact-store';
import { isAtWork, queuedBuilds } from '../data';
import { sweepWork } from '../leftovers';
import { readPublication } from '../publication/data';
import { buildStatesInFlight } from '../schema';
import { takeFromTheDead } from '../work/mutations';

const day = 24 * 3600_000;

/** How long what is over is kept, in milliseconds. */
const retention = { log: 14 * day, build: 90 * day, artifact: 30 * day };

/** Newest artifacts of each kind that stay whatever their age. */
const artifactsKept = 3;

/**
 * Gives abandoned builds to the queue, removes folders of builds that nobody
 * works on, and lets go of what is old.
 */
export async function sweepBuilds(): Promise<void> {
  await takeFromTheDead();
  for (const buildId of await queuedBuilds()) await enqueue('build', { buildId });
  await sweepWork(isWorkAlive);
  await pruneBuilds();
  await pruneArtifacts();
}

/** Whether a living worker is in the folder `<build>.<worker>`. */
function isWorkAlive(name: string): Promise<boolean> {
  const dot = name.indexOf('.');
  return isAtWork({ buildId: name.slice(0, dot), worker: name.slice(dot + 1) });
}

async function pruneBuilds(): Promise<void> {
  const ended = { state: { notIn: buildStatesInFlight } };
  const before = (age: number) => ({ endedAt: { lt: new Date(Date.now() - age) } });
  await db().buildLogChunk.deleteMany({
    where: { build: { ...ended, ...before(retention.log) } },
  });
  await db().build.deleteMany({ where: { ...ended, ...before(retention.build) } });
  await forgetIdleLooks();
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

async function pruneArtifacts(): Promise<void> {
  const rows = await db().artifact.findMany({
    orderBy: { createdAt: 'desc' },
    select: { fingerprint: true, kind: true, lastUsedAt: true },
  });
  const published = (await readPublication())?.fingerprint;
  const newest = new Map<string, number>();
  for (const { fingerprint, kind, lastUsedAt } of rows) {
    const place = newest.get(kind) ?? 0;
    newest.set(kind, place + 1);
    if (place < artifactsKept || fingerprint === published) continue;
    if (Date.now() - lastUsedAt.getTime() < retention.artifact) continue;
    if (await isPinned(fingerprint)) continue;
    // The row first: nobody is sent to files that go.
    await db().artifact.delete({ where: { fingerprint } });
    await removeArtifact(fingerprint);
  }
}

/** An install that is open boots from it. */
async function isPinned(fingerprint: string): Promise<boolean> {
  const count = await db().install.count({
    where: {
      state: { in: ['authorised', 'booting', 'installing'] },
      plan: { path: ['agent', 'fingerprint'], equals: fingerprint },
    },
  });
  return count > 0;
}
