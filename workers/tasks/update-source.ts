/** Takes the newest version of a source that builders compile from. */
import { cacheFolder } from '@/lib/builds/make';
import { updateSource } from '@/lib/builds/sources/mutations';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';

export async function run(
  { name }: TaskPayload<'update-source'>,
  { signal, log }: TaskContext,
): Promise<object> {
  const version = await updateSource({ name, cache: await cacheFolder(), signal });
  log.info({ source: name, ...version }, 'a source was updated');
  return version;
}
