/**
 * What workers do: each task's name and what it is told, and how its queue
 * behaves. The queues are pg-boss's, in the same Postgres.
 *
 * Glossary. task: a kind of work, one file in workers/tasks. job: one
 * request for a task. key: of two waiting jobs with the same key, one is
 * enough. attempt: a worker taking a job up; a worker that dies leaves its
 * job to the next one. lane: a queue of its own within a task, so that the
 * slow ones do not keep the quick ones waiting.
 */
import type { Logger } from 'pino';
import { z } from 'zod';

/** Builds wait for others of their kind only. */
const buildLanes = ['loaders', 'agent', 'image', 'ipxe', 'grub', 'syslinux', 'iso'] as const;

export const tasks = {
  build: z.object({ buildId: z.uuid(), kind: z.enum(buildLanes) }),
  'import-image': z.object({ imageId: z.uuid() }),
  publish: z.object({ reason: z.string() }),
  'probe-host': z.object({ installId: z.uuid(), address: z.string() }),
  'probe-node': z.object({ nodeId: z.uuid().optional() }),
  'probe-network': z.object({ interfaces: z.array(z.string()).nullable() }),
  /** Texts in languages whose own programs know best whether they are right. */
  'check-script': z.object({
    programs: z.array(z.object({ language: z.string(), text: z.string(), line: z.int() })).max(50),
  }),
  prune: z.object({}),
  /** A source that builders compile from. */
  'update-source': z.object({ name: z.enum(['ipxe']) }),
} as const;

export type TaskName = keyof typeof tasks;
export type TaskPayload<Name extends TaskName> = z.infer<(typeof tasks)[Name]>;

export const taskNames = Object.keys(tasks) as TaskName[];

export interface TaskContext {
  /** Aborts when the job is cancelled, out of time, or the worker stops; its reason is a JobEnd. */
  signal: AbortSignal;
  log: Logger;
  /** 1 for the first worker that takes the job up. */
  attempt: number;
}

/** Runs one job to its end; a throw fails it. What it gives is kept with the job for `jobResult`. */
export type TaskRunner<Name extends TaskName> = (
  payload: TaskPayload<Name>,
  context: TaskContext,
) => Promise<unknown>;

/** One runner for each task. */
export type TaskRegistry = { [Name in TaskName]: TaskRunner<Name> };

export interface TaskRule<Name extends TaskName> {
  key: (payload: TaskPayload<Name>) => string;
  /**
   * exclusive: one job a key, waiting or running. stately: one that runs and
   * one that waits, for work whose inputs may change while it runs.
   */
  policy: 'exclusive' | 'stately';
  /** Seconds after which the job is aborted. */
  timeLimit: number;
  /** How many workers may take it up, one after the other, before it has failed. */
  attempts: number;
  /** True: a throw leads to the next attempt too, and not only a worker's death. */
  retryErrors: boolean;
  /** Jobs at once in one worker; by lane where the task has lanes. */
  concurrency: number | Record<string, number>;
  /** Which lane a job goes to, where the task has lanes. */
  lane?: (payload: TaskPayload<Name>) => string;
  /** Every how many minutes it comes by itself. */
  everyMinutes?: number;
}

export const taskRules: { [Name in TaskName]: TaskRule<Name> } = {
  build: {
    key: ({ buildId }) => buildId,
    policy: 'exclusive',
    timeLimit: 2 * 3600,
    attempts: 3,
    // What cannot be built today cannot be built in a second either.
    retryErrors: false,
    lane: ({ kind }) => kind,
    // Making a system fills the disk and the cores; a medium is mostly put together.
    concurrency: {
      loaders: 2,
      agent: 1,
      image: 1,
      ipxe: 4,
      grub: 2,
      syslinux: 2,
      iso: 2,
    } satisfies Record<(typeof buildLanes)[number], number>,
  },
  'import-image': {
    key: ({ imageId }) => imageId,
    policy: 'exclusive',
    timeLimit: 6 * 3600,
    attempts: 3,
    retryErrors: false,
    concurrency: 2,
  },
  publish: {
    key: () => 'publish',
    policy: 'stately',
    timeLimit: 300,
    attempts: 4,
    retryErrors: true,
    concurrency: 1,
  },
  'probe-host': {
    key: ({ installId }) => installId,
    policy: 'exclusive',
    timeLimit: 900,
    attempts: 2,
    retryErrors: false,
    concurrency: 8,
  },
  'probe-node': {
    key: ({ nodeId }) => nodeId ?? 'all',
    policy: 'exclusive',
    timeLimit: 240,
    attempts: 1,
    retryErrors: false,
    concurrency: 4,
    everyMinutes: 5,
  },
  'probe-network': {
    key: () => 'probe-network',
    policy: 'exclusive',
    timeLimit: 60,
    attempts: 1,
    retryErrors: false,
    concurrency: 1,
  },
  'check-script': {
    // Each asker waits for an answer of its own.
    key: () => crypto.randomUUID(),
    policy: 'exclusive',
    timeLimit: 30,
    attempts: 1,
    retryErrors: false,
    concurrency: 2,
  },
  'update-source': {
    key: ({ name }) => name,
    policy: 'exclusive',
    // A whole history over a slow line.
    timeLimit: 30 * 60,
    attempts: 2,
    retryErrors: false,
    concurrency: 1,
  },
  prune: {
    key: () => 'prune',
    policy: 'exclusive',
    timeLimit: 600,
    attempts: 1,
    retryErrors: false,
    concurrency: 1,
    everyMinutes: 5,
  },
};

/** The queues of a task, and how many of their jobs a worker does at once. */
export function queuesOf(name: TaskName): { queue: string; concurrency: number }[] {
  const { concurrency } = taskRules[name];
  if (typeof concurrency === 'number') return [{ queue: name, concurrency }];
  return Object.entries(concurrency).map(([lane, count]) => ({
    queue: `${name}.${lane}`,
    concurrency: count,
  }));
}

/** The queue that a job of that task goes to. */
export function queueOf<Name extends TaskName>(name: Name, payload: TaskPayload<Name>): string {
  const lane = taskRules[name].lane?.(payload);
  return lane === undefined ? name : `${name}.${lane}`;
}
