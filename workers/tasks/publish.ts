/** Brings the main script, the public address and the bootloaders into force. */
import { type PublishOutcome, publish } from '@/lib/builds/publication/mutations';
import { shared } from '@/lib/core/shared';
import type { TaskContext, TaskPayload } from '@/lib/jobs/tasks';
import { networkSettings, servingWorker } from '@/lib/network/data';
import { publicUrl } from '@/lib/network/public-url';

export async function run({ reason }: TaskPayload<'publish'>, { log }: TaskContext): Promise<void> {
  const outcome = await publishNow();
  if (!outcome.published) log.info({ asked: reason, reason: outcome.reason }, 'nothing to publish');
}

/** Publishes what is wanted at this moment; calls in one process come one after the other. */
export async function publishNow(): Promise<PublishOutcome> {
  const turn = shared<{ last: Promise<unknown> }>('publish-turn', () => ({
    last: Promise.resolve(),
  }));
  const mine = turn.last.then(async () => publish({ base: await currentPublicUrl() }));
  turn.last = mine.catch(() => {});
  return mine;
}

async function currentPublicUrl(): Promise<string | null> {
  const settings = await networkSettings();
  const worker = await servingWorker(settings);
  return publicUrl({ settings, interfaces: worker?.interfaces ?? [] });
}
