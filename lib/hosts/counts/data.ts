/** How many hosts a team has. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { countsSql, fromSql, stateSql } from '../data';
import { chosenProfiles, matchableProfiles } from '../profiles/chosen/data';
import { type HostState, hostStates } from '../state';
import { visibleStrangers } from '../strangers/data';

/**
 * How many hosts the team has, in all and in each state; and how many
 * strangers wait that it may see.
 */
export async function hostCounts(given: {
  actor: Actor;
}): Promise<{ total: number; byState: Record<HostState, number>; strangers: number }> {
  const rows = await db().$queryRaw<{ state: HostState; count: number }[]>`
    SELECT ${stateSql} AS state, count(*)::int AS count ${fromSql(new Map())}
    WHERE h."teamId" = ${given.actor.teamId}::uuid GROUP BY 1`;
  const byState = Object.fromEntries(hostStates.map((state) => [state, 0])) as Record<
    HostState,
    number
  >;
  for (const { state, count } of rows) byState[state] = count;
  // A rule or the default makes a new host a ready one.
  const chosen = await countChosen({ teamId: given.actor.teamId, fresh: byState.new });
  byState.new -= chosen;
  byState.ready += chosen;
  const strangers = await db().machine.count({
    where: { AND: [await visibleStrangers(given.actor), { rejected: false }] },
  });
  return { total: rows.reduce((sum, { count }) => sum + count, 0), byState, strangers };
}

/** Of the hosts that have no profile by hand and no install, those that get a profile all the same. */
async function countChosen(given: { teamId: string; fresh: number }): Promise<number> {
  const { teamId, fresh } = given;
  if (fresh === 0) return 0;
  const profiles = await matchableProfiles({ teamId });
  // The default leaves nobody out, so no host needs to be asked.
  if (profiles.some(({ isDefault }) => isDefault)) return fresh;
  const where = Prisma.sql`NOT EXISTS (SELECT FROM "Install" i WHERE ${countsSql})`;
  return (await chosenProfiles({ teamId, where, profiles })).size;
}
