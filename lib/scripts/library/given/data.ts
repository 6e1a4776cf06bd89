/**
 * Which ready scripts each team was given, so that a later version gives only
 * what is new, and what a team has deleted does not come back.
 */
import { z } from 'zod';
import { db } from '@/lib/core/db';
import { newTeams } from '../../data';

export const givenKey = 'library';

const givenByTeam = z.record(z.string(), z.array(z.string()));

/** What teams had been given before it was written down. */
const firstLibrary = [
  'main Main script',
  'sub Local disk',
  'sub Rescue shell',
  'sub Debian installer',
  'kickstart Debian by preseed',
  'pre Refuse small machines',
  'post Greeting',
  'post Keep the parameters',
];

export interface TeamLibrary {
  teamId: string;
  owner: boolean;
  /** Keys of ready scripts that it was given, whatever became of them. */
  given: string[];
}

/** Every team, and what it was given. */
export async function teamLibraries(): Promise<TeamLibrary[]> {
  const [teams, fresh, setting] = await Promise.all([
    db().team.findMany({ select: { id: true, owner: true }, orderBy: { createdAt: 'asc' } }),
    newTeams(),
    db().setting.findUnique({ where: { key: givenKey } }),
  ]);
  const noted = givenByTeam.safeParse(setting?.value).data ?? {};
  const isFresh = new Set(fresh.map(({ teamId }) => teamId));
  return teams.map(({ id, owner }) => ({
    teamId: id,
    owner,
    given: noted[id] ?? (isFresh.has(id) ? [] : firstLibrary),
  }));
}
