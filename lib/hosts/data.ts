/** Reads of hosts. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { Prisma } from '@/prisma/generated/client';
import { readCursor, writeCursor } from './cursor';
import { readSelector } from './labels/schema';
import { macOrNull } from './mac';
import { chosenProfiles, readLabels } from './profiles/chosen/data';
import type { Choice } from './profiles/matching';
import { ruleInWords } from './profiles/rules/condition';
import { rescue } from './rescue/schema';
import {
  diskRule,
  type HostDetail,
  type HostQuery,
  type HostSummary,
  hostQuery,
  parameters,
} from './schema';
import type { HostState } from './state';

/** The error for a host that is not there, or another team's. */
export function hostNotFound(): AppError {
  return notFound('This host', 'ERR_HOST_NOT_FOUND');
}

/** `hostState` of state.ts in SQL; listing.db.test.ts holds the two together. */
export const stateSql = Prisma.sql`coalesce(counts.state::text,
  CASE WHEN p.id IS NULL THEN 'new' ELSE 'ready' END)`;

/** An install of the host that says what its state is. */
export const countsSql = Prisma.sql`i."hostId" = h.id AND (i.state <> 'cancelled' OR i.disk IS NOT NULL
  OR (i.plan ->> 'method' = 'script' AND i."bootsUsed" > 0))`;

/** What hosts without a profile of their own get by rule, by host. */
type Chosen = Map<string, Choice>;

/** Rules are matched outside of SQL; what they gave goes in as a table, so that lists can sort and filter by it. */
export const fromSql = (chosen: Chosen) => Prisma.sql`
  FROM "Host" h
  LEFT JOIN unnest(${[...chosen.keys()]}::uuid[],
    ${[...chosen.values()].map(({ profile }) => profile?.id)}::uuid[]) AS c(host, profile) ON c.host = h.id
  LEFT JOIN "Profile" p ON p.id = coalesce(h."profileId", c.profile)
  LEFT JOIN LATERAL (
    SELECT i.state FROM "Install" i WHERE ${countsSql}
    ORDER BY i."createdAt" DESC, i.id DESC LIMIT 1
  ) counts ON true`;

/** What a list can be sorted by: never null, so that a page can go on after any row. */
const sortSql = {
  name: { by: Prisma.sql`h.name`, type: Prisma.sql`text` },
  address: { by: Prisma.sql`coalesce(h.address, '0.0.0.0')::inet`, type: Prisma.sql`inet` },
  state: { by: stateSql, type: Prisma.sql`text` },
  profile: { by: Prisma.sql`coalesce(p.name, '')`, type: Prisma.sql`text` },
  lastSeenAt: { by: Prisma.sql`coalesce(h."lastSeenAt", 'epoch')`, type: Prisma.sql`timestamp` },
  createdAt: { by: Prisma.sql`h."createdAt"`, type: Prisma.sql`timestamp` },
};

interface SummaryRow {
  id: string;
  name: string;
  address: string | null;
  state: HostState;
  ownProfileId: string | null;
  profileId: string | null;
  profileName: string | null;
  labels: unknown;
  rescue: unknown;
  macs: string[] | null;
  install: HostSummary['install'];
  step: string | null;
  progress: number | null;
  arch: string | null;
  firmware: string | null;
  vendor: string | null;
  product: string | null;
  lastSeenAt: Date | null;
  createdAt: Date;
  sortValue: string;
}

/** Times inside JSON are written as JavaScript writes them. */
const isoSql = (column: string) =>
  Prisma.raw(`to_char(i."${column}", 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

async function summaries(given: {
  chosen: Chosen;
  where: Prisma.Sql;
  order?: Prisma.Sql;
  limit?: number;
  sortValue?: Prisma.Sql;
}): Promise<(HostSummary & { sortValue: string })[]> {
  const { chosen, where, limit } = given;
  const { order = Prisma.sql`h.name`, sortValue = Prisma.sql`h.name` } = given;
  const rows = await db().$queryRaw<SummaryRow[]>`
    SELECT h.id, h.name, h.address, h."profileId" AS "ownProfileId", p.id AS "profileId",
      p.name AS "profileName", ${stateSql} AS state, h.labels, h.rescue, h.arch, h.firmware, h.vendor, h.product, h."lastSeenAt", h."createdAt",
      (SELECT json_agg(m.mac ORDER BY m.position, m.mac) FROM "HostMac" m
        WHERE m."hostId" = h.id) AS macs,
      newest.install, newest.step, newest.progress, (${sortValue})::text AS "sortValue"
    ${fromSql(chosen)}
    LEFT JOIN LATERAL (
      SELECT i.step, i.progress, json_build_object('id', i.id, 'state', i.state,
        'reason', i.reason, 'createdAt', ${isoSql('createdAt')},
        'startedAt', ${isoSql('startedAt')}, 'endedAt', ${isoSql('endedAt')}) AS install
      FROM "Install" i WHERE i."hostId" = h.id
      ORDER BY i."createdAt" DESC, i.id DESC LIMIT 1
    ) newest ON true
    WHERE ${where}
    ORDER BY ${order} ${limit ? Prisma.sql`LIMIT ${limit}` : Prisma.empty}`;
  return rows.map(({ ownProfileId, profileId, profileName, ...row }) => ({
    ...row,
    profile: profileId ? { id: profileId, name: profileName ?? '' } : null,
    ...wayOf({ ownProfileId, choice: chosen.get(row.id) }),
    labels: readLabels(row.labels),
    rescue: stillOrdered(row.rescue),
    macs: row.macs ?? [],
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

function wayOf(given: {
  ownProfileId: string | null;
  choice: Choice | undefined;
}): Pick<HostSummary, 'profileBy' | 'profileRule'> {
  const { ownProfileId, choice } = given;
  if (ownProfileId) return { profileBy: 'hand', profileRule: null };
  const rule = choice?.rule;
  return { profileBy: choice?.by ?? null, profileRule: rule ? `${ruleInWords(rule)}.` : null };
}

/** An order that nobody used in time is none any more. */
function stillOrdered(stored: unknown): HostSummary['rescue'] {
  const ordered = rescue.nullable().safeParse(stored).data ?? null;
  return ordered && Date.parse(ordered.until) > Date.now() ? ordered : null;
}

/** A page of hosts, and the cursors of its neighbours: null where there is none. */
export interface HostPage {
  hosts: HostSummary[];
  next: string | null;
  previous: string | null;
}

/** A page of the team's hosts. Without `limit` the page is the whole list. */
export async function pageOfHosts(given: { actor: Actor; query: HostQuery }): Promise<HostPage> {
  const { cursor, before, limit, ...query } = hostQuery.parse(given.query);
  const sort = sortSql[query.sort];
  // Towards the front the list is read backwards, and turned round.
  const backwards = before !== undefined;
  const up = (query.order === 'asc') !== backwards;
  const conditions = [Prisma.sql`h."teamId" = ${given.actor.teamId}::uuid`];
  if (query.state) conditions.push(Prisma.sql`${stateSql} = ${query.state}`);
  if (query.profileId) conditions.push(Prisma.sql`p.id = ${query.profileId}::uuid`);
  if (query.label) conditions.push(labelSql(query.label));
  if (query.search) conditions.push(searchSql(query.search));
  const from = before ?? cursor;
  if (from !== undefined) {
    const [value, id] = readCursor({ cursor: from, field: backwards ? 'before' : 'cursor' });
    const beyond = up ? Prisma.sql`>` : Prisma.sql`<`;
    conditions.push(Prisma.sql`(${sort.by}, h.id) ${beyond} (${value}::${sort.type}, ${id}::uuid)`);
  }
  const direction = up ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const { teamId } = given.actor;
  // Rules are asked of every host only where the list depends on what they give.
  const ruled = query.state === 'new' || query.state === 'ready' || query.profileId !== undefined;
  const depends = !limit || ruled || query.sort === 'state' || query.sort === 'profile';
  const rows = await summaries({
    chosen: depends ? await chosenProfiles({ teamId }) : new Map(),
    where: Prisma.join(conditions, ' AND '),
    order: Prisma.sql`${sort.by} ${direction}, h.id ${direction}`,
    limit: limit && limit + 1,
    sortValue: sort.by,
  });
  const more = limit !== undefined && rows.length > limit;
  const read = more ? rows.slice(0, limit) : rows;
  const page = backwards ? read.reverse() : read;
  const hosts = page.map(({ sortValue: _, ...host }) => host);
  const at = (row: (typeof page)[number] | undefined) =>
    row ? writeCursor([row.sortValue, row.id]) : null;
  return {
    hosts: depends ? hosts : await withChosen({ teamId, hosts }),
    next: backwards || more ? at(page.at(-1)) : null,
    previous: (backwards ? more : from !== undefined) ? at(page[0]) : null,
  };
}

/** Asks the rules of these hosts only. */
async function withChosen(given: { teamId: string; hosts: HostSummary[] }): Promise<HostSummary[]> {
  const { teamId, hosts } = given;
  const ids = hosts.filter(({ profileBy }) => profileBy === null).map(({ id }) => id);
  if (ids.length === 0) return hosts;
  const where = Prisma.sql`h.id = ANY(${ids}::uuid[])`;
  const chosen = await chosenProfiles({ teamId, where });
  return hosts.map((host) => {
    const choice = chosen.get(host.id);
    if (!choice?.profile) return host;
    const { id, name } = choice.profile;
    const state = host.state === 'new' ? 'ready' : host.state;
    return { ...host, state, profile: { id, name }, ...wayOf({ ownProfileId: null, choice }) };
  });
}

function labelSql(selector: string): Prisma.Sql {
  const { name, value } = readSelector(selector);
  if (value === null) return Prisma.sql`jsonb_exists(h.labels, ${name})`;
  return Prisma.sql`h.labels @> ${JSON.stringify({ [name]: value })}::jsonb`;
}

function searchSql(search: string): Prisma.Sql {
  const text = search.toLowerCase();
  // A MAC in another spelling than ours still finds its host.
  const mac = macOrNull(text) ?? text;
  return Prisma.sql`(
    position(${text} in lower(concat_ws(E'\n', h.name, h.address, h.uuid, h.serial, h.vendor, h.product))) > 0
    OR EXISTS (SELECT FROM "HostMac" m WHERE m."hostId" = h.id AND position(${mac} in m.mac) > 0))`;
}

/** All of the team's hosts that fit. */
export async function listHosts(
  given: { actor: Actor } & Omit<HostQuery, 'limit' | 'cursor'>,
): Promise<HostSummary[]> {
  const { actor, ...query } = given;
  return (await pageOfHosts({ actor, query })).hosts;
}

/** Hosts whose name, MAC or address holds `text`, for the palette. */
export async function searchHosts(given: {
  actor: Actor;
  text: string;
  limit: number;
}): Promise<HostSummary[]> {
  const { actor, text, limit } = given;
  return (await pageOfHosts({ actor, query: { search: text, limit } })).hosts;
}

/** One host with all that is known of it. Throws ERR_HOST_NOT_FOUND. */
export async function readHost(given: { actor: Actor; id: string }): Promise<HostDetail> {
  const { actor, id } = given;
  if (!isUuid(id)) throw hostNotFound();
  const where = Prisma.sql`h.id = ${id}::uuid AND h."teamId" = ${actor.teamId}::uuid`;
  const chosen = await chosenProfiles({ teamId: actor.teamId, where });
  const [[summary], row] = await Promise.all([
    summaries({ chosen, where }),
    db().host.findFirst({ where: { id, teamId: actor.teamId } }),
  ]);
  if (!summary || !row) throw hostNotFound();
  const { sortValue: _, ...host } = summary;
  return {
    ...host,
    uuid: row.uuid,
    serial: row.serial,
    parameters: parameters.parse(row.parameters),
    disk: row.disk === null ? null : diskRule.parse(row.disk),
    bootloader: row.bootloader as HostDetail['bootloader'],
    localBoot: row.localBoot as HostDetail['localBoot'],
    inventory: row.inventory as HostDetail['inventory'],
    updatedAt: row.updatedAt.toISOString(),
  };
}
