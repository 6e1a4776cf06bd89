/** Writes of sources: people ask for an update, workers do it and write down what they found. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { reasonOf } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { cancelJobs } from '@/lib/jobs/cancel';
import { enqueue } from '@/lib/jobs/enqueue';
import { bringSource, presentSource } from './bring';
import { readSourceRecord, sourceState } from './data';
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

/** Asks a worker to look at the location and take what is there. One at a time; a second request joins. */
export async function requestSourceUpdate(given: {
  actor: Actor;
  name: SourceName;
}): Promise<SourceAnswer> {
  const { actor, name } = given;
  const job = await enqueue('update-source', { name });
  if (job !== null) {
    await write(name, { state: 'updating', reason: 'It waits for a worker.', log: [] });
    await audit({ actor, action: 'source.update', subject: name });
  }
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
    await write(name, { state: 'failed', reason: `The update was cancelled by ${actor.name}.` });
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
  await write(name, { state: 'updating', reason: null, log: [] });
  const writing = setInterval(() => {
    write(name, { log: told() }).catch(() => {});
  }, gathering);
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
    clearInterval(writing);
    await write(name, { state: 'ready', reason: null, version, lookedAt, log: told() });
    await tell('source-updated', `iPXE's source is ${version.describe} now.`);
    return version;
  } catch (error) {
    clearInterval(writing);
    const reason = signal.aborted ? reasonOf(signal.reason) : reasonOf(error);
    await write(name, { state: 'failed', reason, log: told() });
    if (!signal.aborted) await tell('source-failed', reason);
    throw error;
  }
}

/** Writes down what a build has brought by itself, because nobody had asked before. */
export async function noteSource(given: { name: SourceName; cache: string }): Promise<void> {
  const { name, cache } = given;
  const present = await presentSource({ cache, location: env().IPXE_SOURCE });
  if (!present) return;
  const record = await readSourceRecord(name);
  const known =
    record?.location === shownLocation(env().IPXE_SOURCE) &&
    (record.state === 'updating' || record.version?.commit === present.commit);
  if (known) return;
  const { tree: _tree, lookedAt, ...version } = present;
  await write(name, { state: 'ready', reason: null, version, lookedAt });
}

/** Writes a part; what is not named stays, unless it was about another location. */
async function write(name: SourceName, change: Partial<SourceRecord>): Promise<void> {
  const location = shownLocation(env().IPXE_SOURCE);
  const before = await readSourceRecord(name);
  const same = before?.location === location ? before : null;
  const empty = { reason: null, version: null, lookedAt: null, log: [] };
  const now = new Date().toISOString();
  const state = change.state ?? same?.state ?? 'updating';
  const since = state === same?.state ? same.since : now;
  const value: SourceRecord = { ...empty, ...same, ...change, state, since, location };
  const key = sourceKey(name);
  await db().setting.upsert({ where: { key }, create: { key, value }, update: { value } });
}

async function tell(type: string, message: string): Promise<void> {
  await recordEvents([{ source: 'build', type, message }]).catch(() => {});
}
