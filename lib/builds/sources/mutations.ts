/** Writes of sources: people ask for an update, workers do it and write down what they found. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { reasonOf } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { logger } from '@/lib/core/log';
import { cancelJobs } from '@/lib/jobs/cancel';
import { enqueue } from '@/lib/jobs/enqueue';
import { bringSource, presentSource } from './bring';
import { endedWithoutWord, isOverdue, readSourceRecord, recordOf, sourceState } from './data';
import { shownLocation } from './location';
import {
  type SourceAnswer,
  type SourceName,
  type SourceRecord,
  type SourceVersion,
  sourceKey,
  sourceLogLines,
} from './schema';

/** Milliseconds in which lines of an update's log gather before they are written. */
const gathering = 1_000;

/** Serialises changes of records over all processes; any fixed number of ours. */
const recordLock = 72_707_403;

/** Milliseconds for a fetch before a build, which goes on with what is there when it takes longer. */
const followTime = 120_000;

/** Asks a worker to look at the location and take what is there. One at a time; a second request joins. */
export async function requestSourceUpdate(given: {
  actor: Actor;
  name: SourceName;
}): Promise<SourceAnswer> {
  const { actor, name } = given;
  // Before a worker can know of it, or this would come after what the worker writes.
  let before: SourceRecord | null = null;
  const waiting = await write(name, (record) => {
    // What is overdue is not worth being put back.
    before = record?.state === 'updating' ? null : record;
    if (record?.state === 'updating' && !isOverdue(record)) return null;
    return { state: 'updating', since: now(), reason: 'It waits for a worker.', log: [] };
  });
  const job = await enqueue('update-source', { name }).catch(async (error) => {
    const failed = { state: 'failed' as const, reason: reasonOf(error) };
    if (waiting) await putBack({ name, waiting, before: before ?? failed }).catch(() => {});
    throw error;
  });
  if (job !== null) await audit({ actor, action: 'source.update', subject: name });
  // A job that has not ended yet has told its end already, or will.
  else if (waiting && before) await putBack({ name, waiting, before });
  return sourceState(name);
}

/** Stops the update that waits or is at work; what was there before stays. */
export async function cancelSourceUpdate(given: {
  actor: Actor;
  name: SourceName;
}): Promise<SourceAnswer> {
  const { actor, name } = given;
  const count = await cancelJobs({ task: 'update-source', key: name });
  if (count > 0) {
    const reason = `The update was cancelled by ${actor.name}.`;
    // One that has come to its end meanwhile has been no less good.
    await write(name, (record) =>
      record?.state === 'ready' ? null : { state: 'failed', since: now(), reason },
    );
    await audit({ actor, action: 'source.cancel', subject: name });
  }
  return sourceState(name);
}

/** Does an update, in a worker. Throws what it could not do, after it has written it down. */
export async function updateSource(given: {
  name: SourceName;
  cache: string;
  signal: AbortSignal;
}): Promise<SourceVersion> {
  const { name, cache, signal } = given;
  const log: string[] = [];
  const told = () => log.slice(-sourceLogLines);
  const begun = await write(name, () => ({
    state: 'updating',
    since: now(),
    reason: null,
    log: [],
  }));
  /** False when the update was cancelled, or asked for anew, since. */
  const isOurs = (record: SourceRecord | null) =>
    record?.state === 'updating' && record.since === begun?.since;
  const lines = every(gathering, () =>
    write(name, (record) => (isOurs(record) ? { log: told() } : null)),
  );
  try {
    const {
      tree: _tree,
      lookedAt,
      ...version
    } = await bringSource({
      cache,
      location: env().IPXE_SOURCE,
      signal,
      log: (line) => void log.push(line.slice(0, 500)),
    });
    await lines.stop();
    await write(name, () => ({
      state: 'ready',
      since: now(),
      reason: null,
      version,
      lookedAt,
      log: told(),
    }));
    await tell('source-updated', `iPXE's source is ${version.describe} now.`);
    return version;
  } catch (error) {
    await lines.stop();
    const reason = signal.aborted ? reasonOf(signal.reason) : reasonOf(error);
    // Who cancelled it has said so already.
    await write(name, (record) =>
      isOurs(record) ? { state: 'failed', since: now(), reason, log: told() } : null,
    );
    if (!signal.aborted) await tell('source-failed', reason);
    throw error;
  }
}

/**
 * Writes down what a build has brought by itself, because nobody had asked
 * before. Of several machines, the one that looked last is right.
 */
export async function noteSource(given: { name: SourceName; cache: string }): Promise<void> {
  const { name, cache } = given;
  const present = await presentSource({ cache, location: env().IPXE_SOURCE });
  await write(name, (record) => {
    const overdue = record !== null && isOverdue(record);
    if (record?.state === 'updating' && !overdue) return null;
    if (present && !(record?.lookedAt && record.lookedAt >= present.lookedAt)) {
      const { tree: _tree, lookedAt, ...version } = present;
      return { state: 'ready', since: now(), reason: null, version, lookedAt };
    }
    return overdue ? { state: 'failed', since: now(), reason: endedWithoutWord } : null;
  });
}

/**
 * Brings the source where another machine has written down a newer look than
 * this one's, so that all build from the same. What cannot be had in time is
 * no failure: what is there serves.
 */
export async function followSource(given: {
  name: SourceName;
  cache: string;
  signal: AbortSignal;
}): Promise<void> {
  const { name, cache, signal } = given;
  const location = env().IPXE_SOURCE;
  const [record, present] = await Promise.all([
    readSourceRecord(name),
    presentSource({ cache, location }),
  ]);
  // Where there is nothing, the build itself brings it.
  if (!present || !record?.lookedAt || record.location !== shownLocation(location)) return;
  if (record.version?.commit === present.commit || record.lookedAt <= present.lookedAt) return;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(followTime)]);
  try {
    await bringSource({ cache, location, signal: limit });
  } catch (error) {
    // Why a job must end, its own work says better.
    if (signal.aborted) return;
    logger('sources').warn({ source: name, reason: reasonOf(error) }, 'an older one serves');
  }
}

function now(): string {
  return new Date().toISOString();
}

/** Runs it at intervals, never twice at once; `stop` waits for the one at work. */
function every(interval: number, work: () => Promise<unknown>): { stop(): Promise<void> } {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= work().then(
      () => {
        running = null;
      },
      () => {
        // The next one tells the same and more.
        running = null;
      },
    );
  }, interval);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

/** Undoes that an update waits, unless a worker has begun it or somebody has cancelled it. */
async function putBack(given: {
  name: SourceName;
  waiting: SourceRecord;
  before: Partial<SourceRecord>;
}): Promise<void> {
  const { name, waiting, before } = given;
  await write(name, (record) =>
    record?.state === 'updating' && record.since === waiting.since && record.reason !== null
      ? before
      : null,
  );
}

/**
 * Writes what `change` makes of the record, which is null where there is none
 * about the present location; nothing where it gives null. What it does not
 * name stays. One at a time. Gives the new record.
 */
async function write(
  name: SourceName,
  change: (record: SourceRecord | null) => Partial<SourceRecord> | null,
): Promise<SourceRecord | null> {
  const location = shownLocation(env().IPXE_SOURCE);
  const key = sourceKey(name);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${recordLock}::bigint)`;
    const row = await tx.setting.findUnique({ where: { key } });
    const before = recordOf(row?.value);
    const same = before?.location === location ? before : null;
    const changed = change(same);
    if (changed === null) return null;
    const empty: SourceRecord = {
      location,
      state: 'updating',
      reason: null,
      version: null,
      lookedAt: null,
      since: now(),
      log: [],
    };
    const value: SourceRecord = { ...empty, ...same, ...changed, location };
    await tx.setting.upsert({ where: { key }, create: { key, value }, update: { value } });
    return value;
  });
}

async function tell(type: string, message: string): Promise<void> {
  await recordEvents([{ source: 'build', type, message }]).catch(() => {});
}
