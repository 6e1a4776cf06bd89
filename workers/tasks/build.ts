/** Runs a build, and hands what it made to the images that wait for it. */
import { builders } from '@/lib/builds/builders/registry';
import { cacheFolder } from '@/lib/builds/make';
import { runBuild } from '@/lib/builds/run';
import { needsSource } from '@/lib/builds/sources/data';
import { followSource, noteSource } from '@/lib/builds/sources/mutations';
import { settleImagesOfBuild } from '@/lib/images/upkeep/mutations';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { workerName } from './worker-name';

export async function run(
  { buildId }: TaskPayload<'build'>,
  { signal }: TaskContext,
): Promise<void> {
  // Another machine may have brought a newer source since. The others need none of it.
  if (await needsSource({ buildId })) {
    await followSource({ name: 'ipxe', cache: await cacheFolder(), signal });
  }
  await runBuild({ buildId, worker: workerName(), signal, builders });
  await settleImagesOfBuild({ buildId });
  // The first build that compiles brings the source by itself. What is lost here is noted by `prune`.
  await noteSource({ name: 'ipxe', cache: await cacheFolder() }).catch(() => {});
}
