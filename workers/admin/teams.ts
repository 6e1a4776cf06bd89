/** `team …` */
import { listTeams } from '@/lib/auth/teams/data';
import { createTeam } from '@/lib/auth/teams/mutations';
import { terminal } from './chosen-team';
import { columns } from './columns';

export async function createTeamByName(given: { name: string }): Promise<string[]> {
  const { id } = await createTeam({ actor: terminal, name: given.name });
  return [id];
}

export async function printTeams(): Promise<string[]> {
  const teams = await listTeams({ actor: terminal });
  return columns(
    ['ID', 'NAME', 'MEMBERS', ''],
    teams.map(({ id, name, members, owner }) => [
      id,
      name,
      String(members),
      owner ? 'owns the installation' : '',
    ]),
  );
}
