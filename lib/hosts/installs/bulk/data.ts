/** Reads hosts for the question whether all of them are to be installed. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { chosenProfiles } from '../../profiles/chosen/data';

export interface HostToInstall {
  id: string;
  name: string;
  /** Name of the profile that it would be installed by, by hand or by rule; null for none. */
  profile: string | null;
}

/** These hosts of the team by name; others are left out. */
export async function hostsToInstall(given: {
  actor: Actor;
  ids: string[];
}): Promise<HostToInstall[]> {
  const { actor, ids } = given;
  const { teamId } = actor;
  const [rows, chosen] = await Promise.all([
    db().host.findMany({
      where: { id: { in: ids }, teamId },
      select: { id: true, name: true, profile: { select: { name: true } } },
      orderBy: { name: 'asc' },
    }),
    chosenProfiles({ teamId, where: Prisma.sql`h.id = ANY(${ids}::uuid[])` }),
  ]);
  return rows.map(({ id, name, profile }) => ({
    id,
    name,
    profile: profile?.name ?? chosen.get(id)?.profile?.name ?? null,
  }));
}
