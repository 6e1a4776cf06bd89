/** Waiting for what a job gives. */
import { setTimeout as sleep } from 'node:timers/promises';
import { askingBoss } from './boss';
import type { TaskName } from './tasks';

/** Milliseconds between two looks at the job; NOTIFY would come before its row is written. */
const interval = 120;

/**
 * What the job gave, once it is done; undefined when it failed or was not done
 * within `timeout` milliseconds. The job's row is removed either way, with all
 * that it was told: nobody asks for it again.
 */
export async function jobResult(given: {
  task: TaskName;
  id: string;
  timeout: number;
  signal?: AbortSignal;
}): Promise<unknown> {
  const { task, id, timeout, signal } = given;
  const boss = await askingBoss();
  const until = Date.now() + timeout;
  try {
    while (Date.now() < until && !signal?.aborted) {
      const [job] = await boss.findJobs(task, { id });
      if (!job || job.state === 'failed' || job.state === 'cancelled') return undefined;
      if (job.state === 'completed') return job.output;
      await sleep(interval, undefined, { signal }).catch(() => {});
    }
    return undefined;
  } finally {
    await boss.deleteJob(task, id).catch(() => {});
  }
}
