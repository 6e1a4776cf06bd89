/**
 * Gives every new team the ready scripts, and all teams those that a newer
 * version of the product has brought. It follows the store rather than
 * the places that make teams (first run, pages, REST, command line), so that
 * none of them can forget to.
 */
import { type Change, changes } from '@/lib/core/changes';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { completeLibraries } from '@/lib/scripts/library/given/mutations';

/** Runs until the signal aborts; never throws. */
export async function equipNewTeams(signal: AbortSignal): Promise<void> {
  // One after the other: two at once would both find the same script missing.
  let turn: Promise<unknown> = Promise.resolve();
  const look = () => {
    turn = turn
      .then(completeLibraries)
      .catch((error) =>
        logger('teams').warn({ reason: reasonOf(error) }, 'a new team has no scripts yet'),
      );
  };
  const onChange = (change: Change) => {
    if (change.table === 'Team' && change.op === 'I') look();
  };
  changes().on('change', onChange);
  changes().on('ready', look);
  look();
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  changes().off('change', onChange);
  changes().off('ready', look);
}
