import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { changes } from '@/lib/core/changes';
import { pool } from '@/lib/core/db';
import { closeJobs } from './boss';
import { cancelJobs } from './cancel';
import { enqueue } from './enqueue';
import { jobEndCause } from './job-end';
import { type TaskContext, type TaskRegistry, taskNames, taskRules } from './tasks';
import { workOnJobs } from './work';

const id = '0b8f7c3e-1d52-4c7e-9a55-3f2f6f9f2f01';
type Step = (payload: unknown, context: TaskContext) => Promise<void>;

let stop: AbortController;
let loop: Promise<void>;

beforeEach(() => {
  stop = new AbortController();
  changes().listen();
});

afterEach(async () => {
  stop.abort();
  await loop;
  await pool().query('DELETE FROM pgboss.job');
});

afterAll(async () => {
  await closeJobs();
  await changes().stop();
});

function work(steps: Record<string, Step>): void {
  const idle: Step = async () => {};
  const registry = Object.fromEntries(taskNames.map((name) => [name, steps[name] ?? idle]));
  loop = workOnJobs({ registry: registry as unknown as TaskRegistry, signal: stop.signal });
}

/** Tasks that come by themselves may fall due in the middle of a test. */
const scheduled = taskNames.filter((name) => taskRules[name].everyMinutes);

async function states(): Promise<string[]> {
  const { rows } = await pool().query<{ state: string }>(
    `SELECT state FROM pgboss.job
     WHERE name NOT LIKE '\\_\\_%' AND name <> ALL($1) ORDER BY created_on`,
    [scheduled],
  );
  return rows.map((row) => row.state);
}

async function until(check: () => Promise<boolean> | boolean): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('It did not come to that within 10 s.');
    await sleep(20);
  }
}

test('a job runs with what it was told, soon, and is done', async () => {
  const seen: unknown[] = [];
  work({ build: async (payload, { attempt }) => void seen.push(payload, attempt) });
  await enqueue('build', { buildId: id, kind: 'agent' });
  await until(async () => (await states())[0] === 'completed');
  expect(seen).toEqual([{ buildId: id, kind: 'agent' }, 1]);
  // Once the loop listens, a job starts at once and not at the next look.
  const asked = Date.now();
  await enqueue('publish', { reason: 'test' });
  await until(async () => (await states())[1] === 'completed');
  expect(Date.now() - asked).toBeLessThan(1_500);
});

test('what was told is checked when it is asked for', async () => {
  await expect(enqueue('build', { buildId: 'no', kind: 'agent' })).rejects.toThrow();
  work({});
});

test('two jobs with one key are one; a publish may wait while one runs', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let published = 0;
  work({
    build: () => gate,
    publish: async () => {
      published += 1;
      await gate;
    },
  });
  expect(await enqueue('build', { buildId: id, kind: 'agent' })).not.toBeNull();
  expect(await enqueue('build', { buildId: id, kind: 'agent' })).toBeNull();
  await enqueue('publish', { reason: 'a' });
  await until(() => published === 1);
  expect(await enqueue('publish', { reason: 'b' })).not.toBeNull();
  expect(await enqueue('publish', { reason: 'c' })).toBeNull();
  release();
  await until(() => published === 2);
});

test('a throw fails a build for good, and tries a publish again', async () => {
  let builds = 0;
  let publishes = 0;
  work({
    build: async () => {
      builds += 1;
      throw new Error('no compiler');
    },
    publish: async () => {
      publishes += 1;
      if (publishes === 1) throw new Error('not yet');
    },
  });
  await enqueue('build', { buildId: id, kind: 'agent' });
  await enqueue('publish', { reason: 'test' });
  await until(async () => (await states()).join() === 'failed,completed');
  expect([builds, publishes]).toEqual([1, 2]);
});

test('a running job hears at once that it was cancelled, and why', async () => {
  let cause: unknown;
  let runs = 0;
  work({
    build: async (_payload, { signal }) => {
      runs += 1;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      cause = jobEndCause(signal);
      signal.throwIfAborted();
    },
  });
  await enqueue('build', { buildId: id, kind: 'agent' });
  await until(() => runs === 1);
  const asked = Date.now();
  expect(await cancelJobs({ task: 'build', key: id })).toBe(1);
  await until(() => cause !== undefined);
  expect(Date.now() - asked).toBeLessThan(1_000);
  expect(cause).toBe('cancelled');
  expect(await states()).toEqual(['cancelled']);
  expect(await cancelJobs({ task: 'build', key: id })).toBe(0);
});

test('a worker that stops leaves its job to the next one', async () => {
  const causes: unknown[] = [];
  let attempts = 0;
  const build: Step = async (_payload, { signal, attempt }) => {
    attempts = attempt;
    if (attempt > 1) return;
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    causes.push(jobEndCause(signal));
    signal.throwIfAborted();
  };
  work({ build });
  await enqueue('build', { buildId: id, kind: 'agent' });
  await until(() => attempts === 1);
  stop.abort();
  await loop;
  expect(causes).toEqual(['stopping']);
  expect(await states()).toEqual(['retry']);
  stop = new AbortController();
  work({ build });
  await until(() => attempts === 2);
  await until(async () => (await states()).join() === 'completed');
});

test('a kind of builds waits for its own kind only, and no worker takes more than it may', async () => {
  const began: string[] = [];
  const release = new AbortController();
  const ask = (kind: 'agent' | 'ipxe') => enqueue('build', { buildId: crypto.randomUUID(), kind });
  work({
    build: async (payload, { signal }) => {
      const { kind } = payload as { kind: string };
      began.push(kind);
      if (kind !== 'agent') return;
      await new Promise<void>((resolve) => {
        for (const one of [signal, release.signal]) one.addEventListener('abort', () => resolve());
      });
    },
  });
  for (let count = 0; count < 6; count += 1) await ask('agent');
  await until(() => began.length === 1);
  await ask('ipxe');
  await until(() => began.includes('ipxe'));
  expect(began).toEqual(['agent', 'ipxe']);
  // The waiting ones are nobody's yet: another worker may take them.
  expect((await states()).filter((state) => state === 'created')).toHaveLength(5);
  release.abort();
});
