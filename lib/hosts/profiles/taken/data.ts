/** Reads which hosts a profile would have, were its rules changed; nothing is changed by asking. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import type { ProfileWay } from '../../schema';
import { chosenProfiles, matchableProfiles } from '../chosen/data';
import type { MatchableProfile } from '../matching';
import { ruleInWords } from '../rules/condition';
import type { ProfileRule } from '../rules/schema';

/** Hosts that are named; of more, only how many there are. */
const named = 12;

export interface TakenHosts {
  total: number;
  /** The first by name. */
  hosts: {
    id: string;
    name: string;
    by: ProfileWay;
    /** As a sentence; null: by hand, or as the default. */
    rule: string | null;
  }[];
}

/**
 * The hosts that a profile would have with these rules: those given it by
 * hand, and those that no other profile's rule takes before. `id` is null for
 * a profile that is not in the store yet. A default takes the place of the
 * one that is it now, as saving does.
 */
export async function hostsTaken(given: {
  actor: Actor;
  profile: { id: string | null; name: string; rules: ProfileRule[]; isDefault: boolean };
}): Promise<TakenHosts> {
  const { teamId } = given.actor;
  const draft: MatchableProfile = { ...given.profile, id: given.profile.id ?? crypto.randomUUID() };
  const others = (await matchableProfiles({ teamId }))
    .filter(({ id }) => id !== draft.id)
    .map((one) => ({ ...one, isDefault: one.isDefault && !draft.isDefault }));
  const [chosen, byHand] = await Promise.all([
    chosenProfiles({ teamId, profiles: [...others, draft] }),
    db().host.findMany({ where: { teamId, profileId: draft.id }, select: { id: true } }),
  ]);
  const taken = new Map<string, Omit<TakenHosts['hosts'][number], 'id' | 'name'>>();
  for (const { id } of byHand) taken.set(id, { by: 'hand', rule: null });
  for (const [id, { profile, by, rule }] of chosen) {
    if (profile?.id !== draft.id || !by) continue;
    taken.set(id, { by, rule: rule && `${ruleInWords(rule)}.` });
  }
  const rows = await db().$queryRaw<{ id: string; name: string }[]>`
    SELECT h.id, h.name FROM "Host" h
    WHERE h.id = ANY(${[...taken.keys()]}::uuid[]) ORDER BY h.name LIMIT ${named}`;
  const hosts = rows.flatMap((row) => {
    const way = taken.get(row.id);
    return way ? [{ ...row, ...way }] : [];
  });
  return { total: taken.size, hosts };
}
