/** Gives every team the ready scripts that it was not given before. */
import { db } from '@/lib/core/db';
import { library } from '../library';
import { libraryKey, seedLibrary } from '../seed';
import { givenKey, teamLibraries } from './data';

/**
 * New teams get all of them, others those that came with a newer version.
 * What a team has under the same title stays as it is. Gives how many scripts
 * were added.
 */
export async function completeLibraries(): Promise<number> {
  let added = 0;
  for (const { teamId, owner, given } of await teamLibraries()) {
    const had = new Set(given);
    const missing = library.map(libraryKey).filter((key) => !had.has(key));
    if (missing.length === 0) continue;
    added += await seedLibrary({ teamId, owner, only: new Set(missing) });
    await note({ teamId, given: [...given, ...missing] });
  }
  return added;
}

/** In one statement: two workers may do this at the same time, for different teams. */
async function note(given: { teamId: string; given: string[] }): Promise<void> {
  const value = JSON.stringify({ [given.teamId]: given.given });
  await db().$executeRaw`
    INSERT INTO "Setting" (key, value, "updatedAt") VALUES (${givenKey}, ${value}::jsonb, now())
    ON CONFLICT (key) DO UPDATE
      SET value = "Setting".value || excluded.value, "updatedAt" = now()`;
}
