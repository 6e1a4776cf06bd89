/**
 * Looks every now and then for what a killed worker has left: its builds in
 * the store, and its processes, mounts and folders on this machine. Each
 * worker does so, because nobody else can clear up on its machine.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { queuedBuilds } from '@/lib/builds/data';
import { recoverBuilds } from '@/lib/builds/upkeep/mutations';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';

/** Milliseconds between two looks: a build without a sign of life counts as lost after 20 s. */
const lookEvery = 15_000;

/** Runs until the signal aborts; never throws. */
export async function keepRecovering(signal: AbortSignal): Promise<void> {
  // While the store is away no worker can show that it lives: the first look after it only looks.
  let reached = false;
  while (!signal.aborted) {
    await sleep(lookEvery, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    try {
      if (reached) await recoverBuilds();
      else await queuedBuilds();
      reached = true;
    } catch (error) {
      reached = false;
      logger('recovery').debug({ reason: reasonOf(error) }, 'nothing was looked for');
    }
  }
}
