/** The pg-boss of this process, and the queues as tasks.ts describes them. */
import { PgBoss } from 'pg-boss';
import { connectionOptions } from '@/lib/core/connection';
import { databaseUrl } from '@/lib/core/db';
import { logger } from '@/lib/core/log';
import { shared } from '@/lib/core/shared';
import { queuesOf, taskNames, taskRules } from './tasks';

/**
 * Seconds without a sign of life after which a job's worker counts as dead.
 * With the look-out every `lookout` seconds, a job of a worker that was
 * killed is taken up by another within 35 s.
 */
const heartbeat = 20;
const lookout = 10;

export interface BossWish {
  /** True in a worker: takes jobs, looks after dead ones, keeps the schedule. */
  works: boolean;
}

/** A pg-boss that is not started yet. */
export function makeBoss(wish: BossWish): PgBoss {
  const { host, port, user, password, database, ssl } = connectionOptions(databaseUrl());
  const boss = new PgBoss({
    host,
    port,
    user,
    password: typeof password === 'string' ? password : undefined,
    database,
    ssl,
    max: wish.works ? 5 : 2,
    connectionTimeoutMillis: 5_000,
    supervise: wish.works,
    schedule: wish.works,
    superviseIntervalSeconds: lookout,
    monitorIntervalSeconds: lookout,
    cronMonitorIntervalSeconds: 15,
    cronWorkerIntervalSeconds: 5,
    useListenNotify: wish.works,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // While Postgres is away this is told every few seconds; the jobs wait.
  boss.on('error', (error) => logger('jobs').debug({ reason: error.message }, 'the queue failed'));
  return boss;
}

/** Makes the queues, or changes them to what the rules say now. */
export async function ensureQueues(boss: PgBoss): Promise<void> {
  for (const name of taskNames) {
    const rule = taskRules[name];
    const options = {
      expireInSeconds: rule.timeLimit,
      heartbeatSeconds: heartbeat,
      retryLimit: rule.attempts - 1,
      retryDelay: 1,
      retryBackoff: rule.retryErrors,
      ...(rule.retryErrors ? { retryDelayMax: 30 } : {}),
      deleteAfterSeconds: 24 * 3600,
      notify: true,
    };
    for (const { queue } of queuesOf(name)) {
      await boss.createQueue(queue, { ...options, policy: rule.policy });
      await boss.updateQueue(queue, options);
    }
  }
}

/** The started pg-boss of a process that only asks for work. A failed start is tried anew. */
export async function askingBoss(): Promise<PgBoss> {
  const holder = shared<{ boss?: Promise<PgBoss> }>('asking-boss', () => ({}));
  holder.boss ??= start().catch((error) => {
    holder.boss = undefined;
    throw error;
  });
  return holder.boss;
}

async function start(): Promise<PgBoss> {
  const boss = makeBoss({ works: false });
  try {
    await boss.start();
    await ensureQueues(boss);
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw error;
  }
  return boss;
}

/** Ends the connections of `askingBoss`, where there are any. */
export async function closeJobs(): Promise<void> {
  const holder = shared<{ boss?: Promise<PgBoss> }>('asking-boss', () => ({}));
  const boss = await holder.boss?.catch(() => undefined);
  holder.boss = undefined;
  await boss?.stop({ graceful: false });
}
