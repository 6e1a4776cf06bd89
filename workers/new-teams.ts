/**
 * Gives every new team the ready scripts. It follows the store rather than
 * the places that make teams (first run, pages, REST, command line), so that
 * none of them can forget to.
 */
import { type Change, changes } from '@/lib/core/changes';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { newTeams } from '@/lib/scripts/data';
import { seedLibrary } from '@/lib/scripts/library/seed';

/** Runs until the signal aborts; never throws. */
export async function equipNewTeams(signal: AbortSignal): Promise<void> {
  const look = () => {
    equip().catch((error) =>
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

async function equip(): Promise<void> {
  for (const team of await newTeams()) await seedLibrary(team);
}
