/** What every page needs to know of the person in front of it. */
import type { Actor } from './actor';
import { readAccount } from './users/data';

/** The teams that a person can switch to; for a token, its own. */
export async function memberships(given: {
  actor: Actor;
}): Promise<{ id: string; name: string; role: Actor['role'] }[]> {
  const { actor } = given;
  if (actor.kind !== 'user') return [{ id: actor.teamId, name: actor.teamName, role: actor.role }];
  const account = await readAccount(actor.id);
  return (account?.memberships ?? []).map(({ teamId, teamName, role }) => ({
    id: teamId,
    name: teamName,
    role,
  }));
}
