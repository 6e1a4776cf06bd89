/**
 * The worker's announcement of itself: a row that says that it lives, which
 * interfaces its machine has, who holds the ports, which programs are there.
 */
import { createHash } from 'node:crypto';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { announceBuilders } from '@/lib/builds/announced/mutations';
import { builders } from '@/lib/builds/builders/registry';
import { dataPath } from '@/lib/core/env';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { announceWorker, dismissWorker } from '@/lib/network/observed/mutations';
import type { WorkerFacts } from '@/lib/network/schema';
import { lookAtInterfaces, lookAtPorts, lookAtTools } from './surroundings';

/** Milliseconds between announcements. */
const interval = 10_000;

const startedAt = new Date();

/** Stable over restarts: this machine and this data folder. */
export function workerId(): string {
  const folder = createHash('sha256').update(dataPath()).digest('hex').slice(0, 8);
  return `${os.hostname()}-${folder}`;
}

let ownPids: () => number[] = () => [];

/** Tells which processes are our daemons. */
export function setOwnPids(give: () => number[]): void {
  ownPids = give;
}

/** This worker and its surroundings, looked at now. */
export async function lookAround(): Promise<WorkerFacts> {
  const [interfaces, ports, tools] = await Promise.all([
    lookAtInterfaces(),
    lookAtPorts(ownPids()),
    lookAtTools(),
  ]);
  return {
    id: workerId(),
    hostname: os.hostname(),
    pid: process.pid,
    interfaces,
    ports,
    tools,
    startedAt: startedAt.toISOString(),
    heartbeatAt: new Date().toISOString(),
    alive: true,
  };
}

/** Looks and writes the row. */
export async function announceNow(): Promise<WorkerFacts> {
  const facts = await lookAround();
  const { id, hostname, pid, interfaces, ports, tools } = facts;
  await announceWorker({ id, hostname, pid, startedAt, interfaces, ports, tools });
  await announceBuilders({ workerId: id, builders });
  return facts;
}

/**
 * Announces every ten seconds until the signal aborts. `onNews` is called
 * when the interfaces are not what they were.
 */
export async function keepAnnouncing(given: {
  signal: AbortSignal;
  onNews: () => void;
}): Promise<void> {
  let before = '';
  while (!given.signal.aborted) {
    try {
      const facts = await announceNow();
      const now = JSON.stringify(facts.interfaces);
      if (before && now !== before) given.onNews();
      before = now;
    } catch (error) {
      // The store is away; the next announcement may get through.
      logger('worker').debug({ reason: reasonOf(error) }, 'not announced');
    }
    await sleep(interval, undefined, { signal: given.signal }).catch(() => {});
  }
  await dismissWorker(workerId()).catch(() => {});
}
