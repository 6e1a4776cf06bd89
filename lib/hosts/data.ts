/** Reads of hosts. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { type AppError, invalid, notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { Prisma } from '@/prisma/generated/client';
import { macOrNull } from './mac';
import {
  diskRule,
  type HostDetail,
  type HostQuery,
  type HostSummary,
  hostQuery,
  parameters,
} from './schema';
import { type HostState, hostStates } from './state';

/** The error for a host that is not there, or another team's. */
export function hostNotFound(): AppError {
  return notFound('This host', 'ERR_HOST_NOT_FOUND');
}

/** `hostState` of state.ts in SQL; hosts.db.test.ts holds the two together. */
const stateSql = Prisma.sql`coalesce(counts.state::text,
  CASE WHEN h."profileId" IS NULL THEN 'new' ELSE 'ready' END)`;

const fromSql = Prisma.sql`
  FROM "Host" h
  LEFT JOIN "Profile" p ON p.id = h."profileId"
  LEFT JOIN LATERAL (
    SELECT i.state FROM "Install" i
    WHERE i."hostId" = h.id AND (i.state <> 'cancelled' OR i.disk IS NOT NULL
      OR (i.plan ->> 'method' = 'script' AND i."bootsUsed" > 0))
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
  profileId: string | null;
  profileName: string | null;
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
  where: Prisma.Sql;
  order?: Prisma.Sql;
  limit?: number;
  sortValue?: Prisma.Sql;
}): Promise<(HostSummary & { sortValue: string })[]> {
  const { where, order = Prisma.sql`h.name`, limit, sortValue = Prisma.sql`h.name` } = given;
  const rows = await db().$queryRaw<SummaryRow[]>`
    SELECT h.id, h.name, h.address, h."profileId", p.name AS "profileName", ${stateSql} AS state,
      h.arch, h.firmware, h.vendor, h.product, h."lastSeenAt", h."createdAt",
      (SELECT json_agg(m.mac ORDER BY m.position, m.mac) FROM "HostMac" m
        WHERE m."hostId" = h.id) AS macs,
      newest.install, newest.step, newest.progress, (${sortValue})::text AS "sortValue"
    ${fromSql}
    LEFT JOIN LATERAL (
      SELECT i.step, i.progress, json_build_object('id', i.id, 'state', i.state,
        'reason', i.reason, 'createdAt', ${isoSql('createdAt')},
        'startedAt', ${isoSql('startedAt')}, 'endedAt', ${isoSql('endedAt')}) AS install
      FROM "Install" i WHERE i."hostId" = h.id
      ORDER BY i."createdAt" DESC, i.id DESC LIMIT 1
    ) newest ON true
    WHERE ${where}
    ORDER BY ${order} ${limit ? Prisma.sql`LIMIT ${limit}` : Prisma.empty}`;
  return rows.map(({ profileId, profileName, ...row }) => ({
    ...row,
    profile: profileId ? { id: profileId, name: profileName ?? '' } : null,
    macs: row.macs ?? [],
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
}

/**
 * A page of the team's hosts. `next` is the cursor of the page after it, null
 * at the end. Without `limit` the page is the whole list.
 */
export async function pageOfHosts(given: {
  actor: Actor;
  query: HostQuery;
}): Promise<{ hosts: HostSummary[]; next: string | null }> {
  const { cursor, limit, ...query } = hostQuery.parse(given.query);
  const sort = sortSql[query.sort];
  const up = query.order === 'asc';
  const conditions = [Prisma.sql`h."teamId" = ${given.actor.teamId}::uuid`];
  if (query.state) conditions.push(Prisma.sql`${stateSql} = ${query.state}`);
  if (query.profileId) conditions.push(Prisma.sql`h."profileId" = ${query.profileId}::uuid`);
  if (query.search) conditions.push(searchSql(query.search));
  if (cursor) {
    const [value, id] = readCursor(cursor);
    const beyond = up ? Prisma.sql`>` : Prisma.sql`<`;
    conditions.push(Prisma.sql`(${sort.by}, h.id) ${beyond} (${value}::${sort.type}, ${id}::uuid)`);
  }
  const direction = up ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const rows = await summaries({
    where: Prisma.join(conditions, ' AND '),
    order: Prisma.sql`${sort.by} ${direction}, h.id ${direction}`,
    limit: limit && limit + 1,
    sortValue: sort.by,
  });
  const more = limit !== undefined && rows.length > limit;
  const page = more ? rows.slice(0, limit) : rows;
  const last = page.at(-1);
  return {
    hosts: page.map(({ sortValue: _, ...host }) => host),
    next: more && last ? writeCursor([last.sortValue, last.id]) : null,
  };
}

function searchSql(search: string): Prisma.Sql {
  const text = search.toLowerCase();
  // A MAC in another spelling than ours still finds its host.
  const mac = macOrNull(text) ?? text;
  return Prisma.sql`(
    position(${text} in lower(concat_ws(E'\n', h.name, h.address, h.uuid, h.serial, h.vendor, h.product))) > 0
    OR EXISTS (SELECT FROM "HostMac" m WHERE m."hostId" = h.id AND position(${mac} in m.mac) > 0))`;
}

function writeCursor(parts: [string, string]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

function readCursor(cursor: string): [string, string] {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof value === 'string' && typeof id === 'string' && isUuid(id)) return [value, id];
  } catch {
    // It is refused below, as every other cursor that is not ours.
  }
  throw invalid('cursor', 'This cursor is none that a list gave. Start without one.');
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
  const [[summary], row] = await Promise.all([
    summaries({
      where: Prisma.sql`h.id = ${id}::uuid AND h."teamId" = ${actor.teamId}::uuid`,
    }),
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

/**
 * How many hosts the team has, in all and in each state; and how many
 * strangers wait, which only the owning team is told.
 */
export async function hostCounts(given: {
  actor: Actor;
}): Promise<{ total: number; byState: Record<HostState, number>; strangers: number }> {
  const rows = await db().$queryRaw<{ state: HostState; count: number }[]>`
    SELECT ${stateSql} AS state, count(*)::int AS count ${fromSql}
    WHERE h."teamId" = ${given.actor.teamId}::uuid GROUP BY 1`;
  const byState = Object.fromEntries(hostStates.map((state) => [state, 0])) as Record<
    HostState,
    number
  >;
  for (const { state, count } of rows) byState[state] = count;
  const strangers = given.actor.owner
    ? await db().machine.count({ where: { rejected: false } })
    : 0;
  return { total: rows.reduce((sum, { count }) => sum + count, 0), byState, strangers };
}
