/**
 * Reads of strangers. They belong to the installation, and its team sees them
 * all; another team sees those that came by an enrolment token of its own.
 */

import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { literally } from '@/lib/core/like';
import type { Machine, Prisma } from '@/prisma/generated/client';
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
  const mac = after && macOrNull(after);
  const rows = await db().machine.findMany({
    where: {
      AND: [
        await visibleStrangers(actor),
        { rejected, ...(search ? { OR: searched(search) } : {}) },
      ],
    },
    orderBy: [{ lastSeenAt: 'desc' }, { mac: 'asc' }],
    take: limit,
    ...(mac ? { cursor: { mac }, skip: 1 } : {}),
  });
  return strangersOf({ actor, rows });
}

/** The condition for machines that the actor may see. */
export async function visibleStrangers(actor: Actor): Promise<Prisma.MachineWhereInput> {
  if (actor.owner) return {};
  const own = await db().enrolment.findMany({
    where: { teamId: actor.teamId },
    select: { id: true },
  });
  return { enrolmentId: { in: own.map(({ id }) => id) } };
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
  const { actor } = given;
  const mac = macOrNull(given.mac);
  if (!mac) throw strangerNotFound();
  const rows = await db().machine.findMany({
    where: { AND: [await visibleStrangers(actor), { OR: [{ mac }, { macs: { has: mac } }] }] },
    orderBy: [{ firstSeenAt: 'asc' }, { mac: 'asc' }],
  });
  // Another team's machine may claim the same card among its own.
  const row = rows.find((one) => one.mac === mac) ?? rows[0];
  const [found] = row ? await strangersOf({ actor, rows: [row] }) : [];
  if (!found) throw strangerNotFound();
  return found;
}

/** Rows of Machine as plain values, with what the actor's team would make of them. */
export async function strangersOf(given: { actor: Actor; rows: Machine[] }): Promise<Stranger[]> {
  const { actor, rows } = given;
  const ids = rows.flatMap(({ enrolmentId }) => enrolmentId ?? []);
  const [choose, enrolments] = await Promise.all([
    matchableProfiles({ teamId: actor.teamId }).then((profiles) => compileProfiles(profiles)),
    enrolmentsById(ids),
  ]);
  return rows.map(({ enrolmentId, ...row }) => {
    const labels = readLabels(row.labels);
    const { profile, by, rule } = choose({ ...row, labels, profileId: null });
    return {
      ...row,
      labels,
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      suggestedName: suggestedName(row.mac),
      enrolment: enrolments.get(enrolmentId ?? '') ?? null,
      profile: profile &&
        by && {
          id: profile.id,
          name: profile.name,
          by,
          rule: rule && `${ruleInWords(rule)}.`,
        },
    };
  });
}

async function enrolmentsById(
  ids: string[],
): Promise<Map<string, NonNullable<Stranger['enrolment']>>> {
  if (ids.length === 0) return new Map();
  const rows = await db().enrolment.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, team: { select: { id: true, name: true } } },
  });
  return new Map(rows.map((row) => [row.id, row]));
}
