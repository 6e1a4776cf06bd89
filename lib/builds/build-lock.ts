/**
 * One builder at a time for one fingerprint, over all workers: a Postgres
 * advisory lock on a connection of its own, which goes with the worker that
 * dies. The rename of the artifact is safe even without it; it saves the work.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { connectionOptions } from '@/lib/core/connection';
import { databaseUrl } from '@/lib/core/db';

/** Milliseconds between attempts while another worker builds the same. */
const askEvery = 200;

/** Runs `work` while holding the lock; false, and nothing done, when somebody else has it. */
export async function ifUnlocked(given: {
  fingerprint: string;
  work: () => Promise<void>;
}): Promise<boolean> {
  const client = await connected();
  try {
    if (!(await taken(client, lockKey(given.fingerprint)))) return false;
    await given.work();
    return true;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Runs `work` while holding the lock; `onWait` is called once when somebody else has it. */
export async function withBuildLock<T>(given: {
  fingerprint: string;
  signal: AbortSignal;
  onWait: () => void;
  work: () => Promise<T>;
}): Promise<T> {
  const client = await connected();
  try {
    const key = lockKey(given.fingerprint);
    for (let waited = false; !(await taken(client, key)); waited = true) {
      if (!waited) given.onWait();
      await sleep(askEvery, undefined, { signal: given.signal });
    }
    return await given.work();
  } finally {
    await client.end().catch(() => {});
  }
}

async function connected(): Promise<pg.Client> {
  const client = new pg.Client({ ...connectionOptions(databaseUrl()), keepAlive: true });
  // A connection that breaks loses the lock, not the build.
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** The first 64 bits of the fingerprint, as Postgres' signed bigint. */
export function lockKey(fingerprint: string): string {
  return BigInt.asIntN(64, BigInt(`0x${fingerprint.slice(0, 16)}`)).toString();
}

async function taken(client: pg.Client, key: string): Promise<boolean> {
  const answer = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1::bigint) AS taken',
    [key],
  );
  return answer.rows[0]?.taken === true;
}
