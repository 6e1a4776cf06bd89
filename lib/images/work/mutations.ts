/** What a worker writes while it imports an image. */
import { db } from '@/lib/core/db';
import { sourceOf } from '../data';
import {
  attemptLimit,
  deadAfter,
  type ImageFormat,
  type ImageSource,
  type ServedForm,
} from '../schema';

export interface ClaimedImage {
  id: string;
  teamId: string;
  name: string;
  source: ImageSource;
}

/** Takes an import that waits, or whose worker is dead. Null when there is nothing to take. */
export async function claimImage(id: string): Promise<ClaimedImage | null> {
  const dead = { state: 'importing' as const, updatedAt: { lt: new Date(Date.now() - deadAfter) } };
  await db().image.updateMany({
    where: { id, ...dead, attempts: { gte: attemptLimit } },
    data: {
      state: 'failed',
      step: null,
      reason: `Its worker ended in the middle of the import, ${attemptLimit} times.`,
    },
  });
  const [row] = await db().image.updateManyAndReturn({
    where: { id, OR: [{ state: 'waiting' }, dead] },
    data: { state: 'importing', attempts: { increment: 1 }, reason: null, progress: 0 },
    select: { id: true, teamId: true, name: true, source: true },
  });
  return row ? { ...row, source: sourceOf(row) } : null;
}

/** Progress, which is a sign of life too. False when the image has been deleted meanwhile. */
export async function setImageProgress(given: {
  id: string;
  progress: number;
  step: string;
}): Promise<boolean> {
  const { id, progress, step } = given;
  const { count } = await db().image.updateMany({
    where: { id, state: 'importing' },
    data: { progress, step },
  });
  return count > 0;
}

export async function setImageFormat(given: { id: string; format: ImageFormat }): Promise<void> {
  await db().image.updateMany({ where: { id: given.id }, data: { format: given.format } });
}

/** The image can be served. False when it has been deleted meanwhile. */
export async function finishImage(given: {
  id: string;
  served: ServedForm;
  file: string;
  size: number;
  sha256: string;
  rawSize: number;
  rawSha256: string;
  /** What to know about it. */
  note: string | null;
}): Promise<boolean> {
  const { id, note, size, rawSize, ...facts } = given;
  const { count } = await db().image.updateMany({
    where: { id, state: 'importing' },
    data: {
      ...facts,
      size: BigInt(size),
      rawSize: BigInt(rawSize),
      state: 'ready',
      reason: note,
      step: null,
      progress: 1,
    },
  });
  return count > 0;
}

export async function failImage(given: { id: string; reason: string }): Promise<void> {
  await db().image.updateMany({
    where: { id: given.id, state: { in: ['waiting', 'importing'] } },
    data: { state: 'failed', reason: given.reason.slice(0, 2_000), step: null },
  });
}

/** Back to waiting: the worker stops, or what it waits for is not there yet. */
export async function putBack(given: { id: string; reason: string | null }): Promise<void> {
  await db().image.updateMany({
    where: { id: given.id, state: 'importing' },
    data: {
      state: 'waiting',
      reason: given.reason,
      step: null,
      progress: 0,
      attempts: { decrement: 1 },
    },
  });
}
