/** Asking for work, from the web process and from workers alike. */
import { askingBoss } from './boss';
import { queueOf, type TaskName, type TaskPayload, taskRules, tasks } from './tasks';

/**
 * Asks for a task to be done. Gives the job's id, or null where a job with
 * the same key waits already and will do. Throws when the store is away.
 */
export async function enqueue<Name extends TaskName>(
  name: Name,
  payload: TaskPayload<Name>,
  options: { singletonKey?: string; startAfterSeconds?: number } = {},
): Promise<string | null> {
  const data = tasks[name].parse(payload);
  const boss = await askingBoss();
  return boss.send(queueOf(name, payload), data, {
    singletonKey: options.singletonKey ?? taskRules[name].key(payload),
    startAfter: options.startAfterSeconds,
  });
}
