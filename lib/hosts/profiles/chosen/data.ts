/** Reads which profile hosts are installed by: by hand, by rule, or by default. */

import { cache } from 'react';
import { z } from 'zod';
import { db, type Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import type { Labels } from '../../labels/schema';
import {
  type Choice,
  type ChoiceStep,
  chooseProfile,
  compileProfiles,
  type MatchableProfile,
  type MatchedHost,
} from '../matching';
import { profileRules } from '../rules/schema';

/** The team's profiles, as far as a choice among them goes. */
export async function matchableProfiles(given: {
  teamId: string;
  tx?: Transaction;
}): Promise<MatchableProfile[]> {
  const { teamId, tx = db() } = given;
  const rows = await tx.profile.findMany({
    where: { teamId },
    select: { id: true, name: true, rules: true, isDefault: true },
  });
  return rows.map((row) => ({ ...row, rules: profileRules.parse(row.rules) }));
}

/**
 * What hosts that have no profile by hand get, by their ids; a host that gets
 * none is not in it. `where` narrows the hosts (`h`) that are looked at.
 */
export async function chosenProfiles(given: {
  teamId: string;
  where?: Prisma.Sql;
  /** In the place of those that are in the store, to see what a change would do. */
  profiles?: MatchableProfile[];
}): Promise<Map<string, Choice>> {
  const { teamId, where, profiles } = given;
  if (!where && !profiles) return chosenOfTeam(teamId);
  return choose({ teamId, where, profiles });
}

/** A page asks for the whole team's more than once; while it is rendered, that is one reading. */
const chosenOfTeam = cache((teamId: string) => choose({ teamId }));

async function choose(given: {
  teamId: string;
  where?: Prisma.Sql;
  profiles?: MatchableProfile[];
}): Promise<Map<string, Choice>> {
  const { teamId, where = Prisma.sql`true` } = given;
  const profiles = given.profiles ?? (await matchableProfiles({ teamId }));
  if (!profiles.some(({ rules, isDefault }) => rules.length > 0 || isDefault)) return new Map();
  const hosts = await matchedHosts({
    where: Prisma.sql`h."teamId" = ${teamId}::uuid AND h."profileId" IS NULL AND ${where}`,
    asked: conditionsOf(profiles),
  });
  const choiceOf = compileProfiles(profiles);
  const chosen = new Map<string, Choice>();
  for (const host of hosts) {
    const choice = choiceOf(host);
    if (choice.profile) chosen.set(host.id, choice);
  }
  return chosen;
}

/** The choice for one host, with every rule and how it fared; null where there is no such host. */
export async function choiceOfHost(given: {
  hostId: string;
  teamId: string;
  tx?: Transaction;
}): Promise<(Choice & { steps: ChoiceStep[] }) | null> {
  const { hostId, teamId, tx } = given;
  const [host] = await matchedHosts({
    tx,
    where: Prisma.sql`h.id = ${hostId}::uuid AND h."teamId" = ${teamId}::uuid`,
  });
  return host ? chooseProfile({ host, profiles: await matchableProfiles({ teamId, tx }) }) : null;
}

/** Which conditions any rule has: what none asks for need not be read. */
function conditionsOf(profiles: MatchableProfile[]): Set<string> {
  return new Set(profiles.flatMap(({ rules }) => rules.flatMap((rule) => Object.keys(rule))));
}

/** Where a host has no address reserved, the one that it was leased last counts. */
async function matchedHosts(given: {
  where: Prisma.Sql;
  /** Left out: everything is read. */
  asked?: Set<string>;
  tx?: Transaction;
}): Promise<(MatchedHost & { id: string })[]> {
  const { where, asked, tx = db() } = given;
  const macs = !asked || asked.has('macPrefix') ? macsSql : Prisma.sql`'{}'::text[]`;
  const address = !asked || asked.has('network') ? addressSql : Prisma.sql`h.address`;
  const labels = !asked || asked.has('label') ? Prisma.sql`h.labels` : Prisma.sql`'{}'::jsonb`;
  const rows = await tx.$queryRaw<
    (Omit<MatchedHost, 'labels'> & { id: string; labels: unknown })[]
  >`
    SELECT h.id, h.uuid, h.serial, h.arch, ${labels} AS labels, h."profileId",
      ${address} AS address, ${macs} AS macs
    FROM "Host" h WHERE ${where}`;
  return rows.map((row) => ({ ...row, labels: readLabels(row.labels) }));
}

const macsSql = Prisma.sql`ARRAY(SELECT m.mac FROM "HostMac" m
  WHERE m."hostId" = h.id ORDER BY m.position, m.mac)`;

const addressSql = Prisma.sql`coalesce(h.address, (SELECT l.address
  FROM "HostMac" m JOIN "Lease" l ON l.mac = m.mac
  WHERE m."hostId" = h.id ORDER BY l."updatedAt" DESC LIMIT 1))`;

const storedLabels = z.record(z.string(), z.string());

/** Labels from the store, as they were written. */
export function readLabels(stored: unknown): Labels {
  return storedLabels.safeParse(stored).data ?? {};
}
