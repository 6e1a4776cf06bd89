/**
 * Cancelling jobs. pg-boss only marks a running job; its worker is told by
 * NOTIFY on the change bus, as a change of the table `Job`.
 */
import { pool } from '@/lib/core/db';
import { askingBoss } from './boss';
import { queuesOf, type TaskName } from './tasks';

/** The name of the jobs' table on the change bus. */
export const jobTable = 'Job';

/**
 * Cancels the jobs of a task with that key, waiting or running, and gives
 * how many there were. A running one ends when its runner heeds the signal.
 */
export async function cancelJobs(given: { task: TaskName; key: string }): Promise<number> {
  const boss = await askingBoss();
  const ids: string[] = [];
  for (const { queue } of queuesOf(given.task)) {
    const found = await boss.findJobs(queue, { key: given.key });
    const open = found.filter((job) => ['created', 'retry', 'active'].includes(job.state));
    if (open.length === 0) continue;
    const some = open.map((job) => job.id);
    await boss.cancel(queue, some);
    ids.push(...some);
  }
  for (const id of ids) {
    await pool().query('SELECT pg_notify($1, $2)', [
      'provisioner',
      JSON.stringify({ table: jobTable, op: 'D', id }),
    ]);
  }
  return ids.length;
}
