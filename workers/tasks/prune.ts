/** Comes every few minutes: ends what has run out, removes what is old, starts what was lost. */
import { cacheFolder } from '@/lib/builds/make';
import { prepare } from '@/lib/builds/prepared/mutations';
import { noteSource } from '@/lib/builds/sources/mutations';
import { sweepBuilds } from '@/lib/builds/upkeep/mutations';
import { reasonOf } from '@/lib/core/errors';
import { pruneEvents } from '@/lib/core/events';
import { expireInstalls } from '@/lib/hosts/installs/upkeep/mutations';
import { sweepImages } from '@/lib/images/upkeep/mutations';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { pruneServiceLines } from '@/lib/network/mutations';

import { publishNow } from './publish';

/** Events that are kept, the newest. */
const eventsKept = 200_000;

export async function run(_: TaskPayload<'prune'>, { log, signal }: TaskContext): Promise<void> {
  const parts: [string, () => Promise<unknown>][] = [
    ['installs', () => expireInstalls()],
    ['events', () => pruneEvents(eventsKept)],
    ['service lines', () => pruneServiceLines()],
    ['builds', () => sweepBuilds()],
    ['sources', async () => noteSource({ name: 'ipxe', cache: await cacheFolder() })],
    ['images', () => sweepImages()],
    ['preparation', () => prepare({ starting: false })],
    ['publication', () => publishNow()],
  ];
  for (const [what, work] of parts) {
    if (signal.aborted) return;
    // One part that fails must not keep the others from being done.
    await work().catch((error) => log.warn({ reason: reasonOf(error) }, `${what}: not pruned`));
  }
}
