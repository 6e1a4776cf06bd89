/** What a worker writes while it builds. A worker only touches builds that are its own. */
import { db } from '@/lib/core/db';
import type { BuildKind } from '../builder';
import { attemptLimit, deadAfter } from '../schema';

export interface ClaimedBuild {
  id: string;
  teamId: string | null;
  kind: BuildKind;
  title: string;
  spec: unknown;
  attempts: number;
}

interface Own {
  buildId: string;
  worker: string;
}

/**
 * The database's clock: the only one for signs of life, for those of the
 * workers' machines need not agree.
 */
async function clock(): Promise<Date> {
  const [row] = await db().$queryRaw<{ now: Date }[]>`SELECT now() AS now`;
  if (!row) throw new Error('Postgres did not tell the time.');
  return row.now;
}

/** Takes a queued build; gives null when it is not queued (any more). */
export async function claimBuild(own: Own): Promise<ClaimedBuild | null> {
  const now = await clock();
  const [row] = await db().build.updateManyAndReturn({
    where: { id: own.buildId, state: 'queued', cancelledBy: null },
    data: {
      state: 'running',
      worker: own.worker,
      startedAt: now,
      heartbeatAt: now,
      attempts: { increment: 1 },
      reason: null,
      step: 'starting',
      progress: 0,
    },
    select: { id: true, teamId: true, kind: true, title: true, spec: true, attempts: true },
  });
  return row ? { ...row, kind: row.kind as BuildKind } : null;
}

/** A sign of life. Tells whether the build is still this worker's, and who wants it cancelled. */
export async function beat(own: Own): Promise<{ ours: boolean; cancelledBy: string | null }> {
  const [row] = await db().build.updateManyAndReturn({
    where: ownRow(own),
    data: { heartbeatAt: await clock() },
    select: { cancelledBy: true },
  });
  return { ours: row !== undefined, cancelledBy: row?.cancelledBy ?? null };
}

export async function setProgress(given: Own & { progress: number; step: string }): Promise<void> {
  const { progress, step } = given;
  await db().build.updateMany({ where: ownRow(given), data: { progress, step } });
}

export async function setFingerprint(given: Own & { fingerprint: string }): Promise<void> {
  await db().build.updateMany({
    where: ownRow(given),
    data: { fingerprint: given.fingerprint },
  });
}

/** Ends a build. Gives false when it was not this worker's any more. */
export async function endBuild(
  given: Own & { state: 'done' | 'failed' | 'cancelled'; reason: string | null; reused?: boolean },
): Promise<boolean> {
  const { count } = await db().build.updateMany({
    where: ownRow(given),
    data: {
      state: given.state,
      reason: given.reason,
      reused: given.reused ?? false,
      step: null,
      endedAt: new Date(),
      ...(given.state === 'done' ? { progress: 1 } : {}),
    },
  });
  return count > 0;
}

/** Gives a build back, for the next worker: this one stops, and the attempt does not count. */
export async function giveBack(given: Own & { reason: string }): Promise<void> {
  await db().build.updateMany({
    where: ownRow(given),
    data: {
      state: 'queued',
      worker: null,
      heartbeatAt: null,
      reason: given.reason,
      step: null,
      progress: 0,
      attempts: { decrement: 1 },
    },
  });
}

/**
 * Takes builds away from workers that show no sign of life: queued again, or
 * ended when a person wants that or they have been taken up often enough.
 * One build with `buildId`, all without. Gives the ids of those queued again.
 */
export async function takeFromTheDead(given: { buildId?: string } = {}): Promise<string[]> {
  const dead = {
    id: given.buildId,
    state: 'running' as const,
    heartbeatAt: { lt: new Date((await clock()).getTime() - deadAfter) },
  };
  const end = { step: null, endedAt: new Date() };
  await db().build.updateMany({
    where: { ...dead, cancelledBy: { not: null } },
    data: { ...end, state: 'cancelled', reason: 'Cancelled.' },
  });
  await db().build.updateMany({
    where: { ...dead, attempts: { gte: attemptLimit } },
    data: {
      ...end,
      state: 'failed',
      reason: `Its worker ended in the middle of it, ${attemptLimit} times. The end of the log may tell why; build it again when that is mended.`,
    },
  });
  const again = await db().build.updateManyAndReturn({
    where: { ...dead, cancelledBy: null, attempts: { lt: attemptLimit } },
    data: {
      state: 'queued',
      worker: null,
      heartbeatAt: null,
      step: null,
      progress: 0,
      reason: 'Its worker ended in the middle of it; it is taken up again.',
    },
    select: { id: true },
  });
  return again.map(({ id }) => id);
}

function ownRow({ buildId, worker }: Own) {
  return { id: buildId, worker, state: 'running' as const };
}
