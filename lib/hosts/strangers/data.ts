/** Reads of strangers. They belong to the installation; the doors ask for that permission. */

import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { literally } from '@/lib/core/like';
import { macOrNull } from '../mac';
import { matchableProfiles, readLabels } from '../profiles/chosen/data';
import { compileProfiles } from '../profiles/matching';
import { ruleInWords } from '../profiles/rules/condition';
import { type Stranger, suggestedName } from './schema';

/** The error for a machine that never booted here, or is a host by now. */
export function strangerNotFound(): AppError {
  return notFound('This machine', 'ERR_MACHINE_NOT_FOUND');
}

/** Machines that wait, last seen first, and unless told otherwise the rejected ones too. */
export async function listStrangers(given: {
  actor: Actor;
  rejected?: boolean;
  search?: string;
  limit?: number;
  /** MAC of the last one of the page before. */
  after?: string;
}): Promise<Stranger[]> {
  const { actor, rejected, search, limit, after } = given;
  if (!actor.owner) return [];
  const mac = after && macOrNull(after);
  const rows = await db().machine.findMany({
    where: { rejected, ...(search ? { OR: searched(search) } : {}) },
    orderBy: [{ lastSeenAt: 'desc' }, { mac: 'asc' }],
    take: limit,
    ...(mac ? { cursor: { mac }, skip: 1 } : {}),
  });
  const profileOf = await profileChooser(actor);
  return rows.map((row) => strangerOf(row, profileOf));
}

function searched(text: string) {
  const fields = ['mac', 'uuid', 'serial', 'vendor', 'product', 'address'] as const;
  const mac = macOrNull(text);
  return [
    ...fields.map((field) => ({
      [field]: { contains: literally(text), mode: 'insensitive' as const },
    })),
    ...(mac ? [{ macs: { has: mac } }] : []),
  ];
}

/** One machine, by any of its MACs in any spelling. Throws ERR_MACHINE_NOT_FOUND. */
export async function readStranger(given: { actor: Actor; mac: string }): Promise<Stranger> {
  const mac = macOrNull(given.mac);
  if (!mac || !given.actor.owner) throw strangerNotFound();
  const row = await db().machine.findFirst({ where: { OR: [{ mac }, { macs: { has: mac } }] } });
  if (!row) throw strangerNotFound();
  return strangerOf(row, await profileChooser(given.actor));
}

type StrangerRow = Omit<
  Stranger,
  'firstSeenAt' | 'lastSeenAt' | 'suggestedName' | 'labels' | 'profile'
> & { labels: unknown; firstSeenAt: Date; lastSeenAt: Date };

type ProfileChooser = (row: StrangerRow) => Stranger['profile'];

/** Which profile of the actor's team a machine would get by rule or by default. */
export async function profileChooser(actor: Actor): Promise<ProfileChooser> {
  const choose = compileProfiles(await matchableProfiles({ teamId: actor.teamId }));
  return (row) => {
    const host = { ...row, labels: readLabels(row.labels), profileId: null };
    const { profile, by, rule } = choose(host);
    if (!profile || !by) return null;
    return { id: profile.id, name: profile.name, by, rule: rule && `${ruleInWords(rule)}.` };
  };
}

/** A row of Machine as a plain value. */
export function strangerOf(row: StrangerRow, profileOf: ProfileChooser): Stranger {
  return {
    ...row,
    labels: readLabels(row.labels),
    firstSeenAt: row.firstSeenAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    suggestedName: suggestedName(row.mac),
    profile: profileOf(row),
  };
}
