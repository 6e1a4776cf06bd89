/** Which team a command is about, and who acts in it. */
import { type Actor, systemActor } from '@/lib/auth/actor';
import { readOwningTeam, readTeamByName } from '@/lib/auth/teams/data';
import { AppError } from '@/lib/core/errors';

/** Whoever may use the machine's terminal may do everything; the audit trail says so. */
export const terminal: Actor = { ...systemActor, name: 'command line' };

/** The terminal, acting in the named team or in the owning one. Throws ERR_TEAM_NOT_FOUND. */
export async function actorIn(name: string | undefined): Promise<Actor> {
  const team = name === undefined ? await readOwningTeam() : await readTeamByName(name);
  if (!team) {
    throw new AppError({
      class: 'notFound',
      code: 'ERR_NOT_SET_UP',
      message:
        'There is no team yet. Make the first account by `setup-link` or by `user create`, then try again.',
    });
  }
  return { ...terminal, teamId: team.id, teamName: team.name, owner: team.owner };
}
