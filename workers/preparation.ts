/**
 * Keeps ready what machines need: at the start left-overs go and what is
 * missing is asked for; from then on every change of the main script, of our
 * address and of the bootloaders is published at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { prepare } from '@/lib/builds/prepared/mutations';
import { sweepBuilds } from '@/lib/builds/upkeep/mutations';
import { type Change, changes } from '@/lib/core/changes';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { sweepImages } from '@/lib/images/upkeep/mutations';
import { publishNow } from './tasks/publish';

/** Milliseconds that a change waits for others that come with it. */
const gatherFor = 30;
/** An interface's address may change without a row that tells. */
const lookAgainAfter = 30_000;
const retryAfter = 2_000;

/** Runs until the signal aborts; never throws. */
export async function keepPrepared(signal: AbortSignal): Promise<void> {
  const log = logger('preparation');
  let wake = () => {};
  let dirty = true;
  const kick = () => {
    dirty = true;
    wake();
  };
  const onChange = (change: Change) => {
    if (concerns(change)) kick();
  };
  changes().on('change', onChange);
  changes().on('ready', kick);
  changes().listen();
  signal.addEventListener('abort', kick, { once: true });
  try {
    await start(signal);
    while (!signal.aborted) {
      if (!dirty) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, lookAgainAfter);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        await sleep(gatherFor);
        if (signal.aborted) return;
      }
      dirty = false;
      const done = await publishNow().catch((error) => {
        log.warn({ reason: reasonOf(error) }, 'not published; trying again');
        return null;
      });
      if (!done) await sleep(retryAfter, undefined, { signal }).then(kick, () => {});
    }
  } finally {
    changes().off('change', onChange);
    changes().off('ready', kick);
  }
}

function concerns(change: Change): boolean {
  if (change.table === 'Setting') return change.id === 'network';
  // A worker's interfaces, from which our address may be derived, are not what they were.
  if (change.table === 'WorkerNode') return true;
  return change.table === 'ScriptRevision' || (change.table === 'Artifact' && change.op === 'I');
}

/** What is done once, as soon as the store answers. */
async function start(signal: AbortSignal): Promise<void> {
  const log = logger('preparation');
  for (const step of [sweepBuilds, sweepImages, () => prepare({ starting: true })]) {
    for (let tries = 0; tries < 30 && !signal.aborted; tries += 1) {
      try {
        await step();
        break;
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'a first step failed; trying again');
        await sleep(retryAfter, undefined, { signal }).catch(() => {});
      }
    }
  }
}
