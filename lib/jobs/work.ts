/**
 * The job loop of a worker: takes jobs, parses what they are told, runs
 * them with a signal of their own, and settles each by how it ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import { type Change, changes } from '@/lib/core/changes';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { ensureQueues, makeBoss } from './boss';
import { jobTable } from './cancel';
import { JobEnd, jobEndCause } from './job-end';
import { queuesOf, type TaskName, type TaskRegistry, taskNames, taskRules, tasks } from './tasks';

/** Seconds: how long after the abort the loop still waits for runners to end. */
const patience = 20;

interface Running {
  queue: string;
  controller: AbortController;
  done: Promise<unknown>;
}

/**
 * Works until the signal aborts; then aborts the running jobs, waits for
 * them and leaves. While Postgres is away it waits for it, and never throws.
 */
export async function workOnJobs(given: {
  registry: TaskRegistry;
  signal: AbortSignal;
}): Promise<void> {
  const running = new Map<string, Running>();
  const boss = await startBoss(given.signal);
  if (!boss) return;
  const onChange = (change: Change) => {
    if (change.table !== jobTable || change.op !== 'D') return;
    running.get(change.id)?.controller.abort(new JobEnd('cancelled'));
  };
  // A cancel that was told while we were not listening is found in the rows.
  const onReady = () => void abortCancelled(boss, running);
  changes().on('change', onChange);
  changes().on('ready', onReady);
  try {
    for (const { name, queue, concurrency } of allQueues()) {
      await boss.work(
        queue,
        {
          includeMetadata: true,
          perJobResults: true,
          localConcurrency: concurrency,
          pollingIntervalSeconds: 2,
          notifyPollingIntervalSeconds: 5,
          heartbeatRefreshSeconds: 5,
        },
        async (jobs: JobWithMetadata<unknown>[]) =>
          Promise.all(
            jobs.map((job) => settle({ name, queue, job, registry: given.registry, running })),
          ),
      );
    }
    await aborted(given.signal);
  } finally {
    for (const one of running.values()) one.controller.abort(new JobEnd('stopping'));
    await Promise.race([
      Promise.allSettled([...running.values()].map((one) => one.done)),
      sleep(patience * 1000, undefined, { ref: false }),
    ]);
    changes().off('change', onChange);
    changes().off('ready', onReady);
    await boss.stop({ graceful: true, timeout: 5_000 }).catch(() => {});
  }
}

/** Starts pg-boss, trying for as long as it takes; undefined when aborted meanwhile. */
async function startBoss(signal: AbortSignal): Promise<PgBoss | undefined> {
  let told = false;
  while (!signal.aborted) {
    const boss = makeBoss({ works: true });
    try {
      await boss.start();
      await ensureQueues(boss);
      await keepSchedule(boss);
      if (!signal.aborted) return boss;
    } catch (error) {
      if (!told) logger('jobs').warn({ reason: reasonOf(error) }, 'no queue yet; trying again');
      told = true;
    }
    await boss.stop({ graceful: false }).catch(() => {});
    await sleep(1_000, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

async function keepSchedule(boss: PgBoss): Promise<void> {
  for (const name of taskNames) {
    const minutes = taskRules[name].everyMinutes;
    if (minutes) await boss.schedule(name, `*/${minutes} * * * *`, {}, { singletonKey: name });
  }
}

function allQueues() {
  return taskNames.flatMap((name) => queuesOf(name).map((one) => ({ name, ...one })));
}

async function settle(given: {
  name: TaskName;
  queue: string;
  job: JobWithMetadata<unknown>;
  registry: TaskRegistry;
  running: Map<string, Running>;
}): Promise<JobResult> {
  const { name, job } = given;
  const log = logger('jobs').child({ task: name, job: job.id });
  const controller = new AbortController();
  const onAbort = () => {
    // pg-boss gives a reason only where the claim on the job is gone.
    const lost = /no longer active/.test(reasonOf(job.signal.reason));
    controller.abort(new JobEnd(lost ? 'lost' : 'out-of-time'));
  };
  job.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const payload = tasks[name].parse(job.data);
    const run = given.registry[name] as (payload: unknown, context: object) => Promise<unknown>;
    const done = run(payload, { signal: controller.signal, log, attempt: job.retryCount + 1 });
    given.running.set(job.id, { queue: given.queue, controller, done });
    const output = await done;
    return { id: job.id, status: 'completed', ...(isObject(output) && { output }) };
  } catch (error) {
    const cause = jobEndCause(controller.signal);
    log.warn({ reason: reasonOf(error), cause }, 'a job did not reach its end');
    // `failed` goes to the next attempt, `deadletter` is the end.
    const again = cause === 'stopping' || (cause === null && taskRules[name].retryErrors);
    return {
      id: job.id,
      status: again ? 'failed' : 'deadletter',
      output: { message: reasonOf(error) },
    };
  } finally {
    job.signal.removeEventListener('abort', onAbort);
    given.running.delete(job.id);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

async function abortCancelled(boss: PgBoss, running: Map<string, Running>): Promise<void> {
  for (const [id, one] of running) {
    const [job] = await boss.findJobs(one.queue, { id }).catch(() => []);
    if (job?.state === 'cancelled') one.controller.abort(new JobEnd('cancelled'));
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
