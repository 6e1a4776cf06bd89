/** Reads of scripts. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { literally } from '@/lib/core/like';
import { Prisma } from '@/prisma/generated/client';
import type { Capabilities } from './lint/ipxe/capabilities';
import { scriptNotFound } from './refusals';
import {
  type Dialect,
  dialects,
  publicationMark,
  type RevisionDetail,
  type RevisionSummary,
  type ScriptDetail,
  type ScriptKind,
  type ScriptSummary,
} from './schema';

interface SummaryRow extends Omit<ScriptSummary, 'savedAt' | 'createdAt'> {
  savedAt: Date;
  createdAt: Date;
}

/** Sizes are counted in the database, so that a list does not carry megabytes of text. */
async function summaries(where: Prisma.Sql, page = Prisma.empty): Promise<ScriptSummary[]> {
  const rows = await db().$queryRaw<SummaryRow[]>`
    SELECT s.id, s.kind::text AS kind, s.title, s.revision, s."createdAt",
      r.sha256, octet_length(r.text) AS bytes, r.template, r.dialect, r.author, r.message, r."createdAt" AS "savedAt",
      coalesce(used.list, '[]'::json) AS "usedBy"
    FROM "Script" s
    JOIN "ScriptRevision" r ON r."scriptId" = s.id AND r.number = s.revision
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', p.id, 'name', p.name, 'hosts',
        (SELECT count(*) FROM "Host" h WHERE h."profileId" = p.id)) ORDER BY p.name) AS list
      FROM "Profile" p
      WHERE p."subScriptId" = s.id OR p."kickstartId" = s.id
        OR EXISTS (SELECT FROM "ProfileScript" x WHERE x."profileId" = p.id AND x."scriptId" = s.id)
    ) used ON true
    WHERE ${where}
    ORDER BY lower(s.title), s.id ${page}`;
  return rows.map((row) => ({
    ...row,
    savedAt: row.savedAt.toISOString(),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** A team sees its own scripts, and the main script of the installation. */
function visible(actor: Actor): Prisma.Sql {
  return Prisma.sql`(s."teamId" = ${actor.teamId}::uuid OR s.kind = 'main')`;
}

/**
 * The team's scripts, of one kind or all, by title. `search` is looked for in
 * title and text; `after` is the id of the last one of the page before.
 */
export async function listScripts(given: {
  actor: Actor;
  kind?: ScriptKind;
  search?: string;
  limit?: number;
  after?: string;
}): Promise<ScriptSummary[]> {
  const { actor, kind, search, limit, after } = given;
  const conditions = [visible(actor)];
  if (kind) conditions.push(Prisma.sql`s.kind = ${kind}::"ScriptKind"`);
  if (search) {
    conditions.push(Prisma.sql`(position(lower(${search}) in lower(s.title)) > 0
      OR position(lower(${search}) in lower(r.text)) > 0)`);
  }
  if (after && isUuid(after)) {
    conditions.push(Prisma.sql`(lower(s.title), s.id) >
      (SELECT lower(title), id FROM "Script" WHERE id = ${after}::uuid)`);
  }
  const page = limit ? Prisma.sql`LIMIT ${limit}` : Prisma.empty;
  return summaries(Prisma.join(conditions, ' AND '), page);
}

/** Scripts whose title holds `text`, for the palette. */
export async function searchScripts(given: {
  actor: Actor;
  text: string;
  limit: number;
}): Promise<{ id: string; kind: ScriptKind; title: string }[]> {
  const { actor, text, limit } = given;
  return db().script.findMany({
    where: {
      OR: [{ teamId: actor.teamId }, { kind: 'main' }],
      title: { contains: literally(text), mode: 'insensitive' },
    },
    select: { id: true, kind: true, title: true },
    orderBy: { title: 'asc' },
    take: limit,
  });
}

/** How many scripts of each kind the team has; the installation's main script counts for all. */
export async function countScripts(given: { actor: Actor }): Promise<Record<ScriptKind, number>> {
  const rows = await db().script.groupBy({
    by: ['kind'],
    where: { OR: [{ teamId: given.actor.teamId }, { kind: 'main' }] },
    _count: true,
  });
  const counts = { main: 0, sub: 0, kickstart: 0, pre: 0, post: 0 };
  for (const row of rows) counts[row.kind] = row._count;
  return counts;
}

/** One script with its newest text. Throws the kind's ERR_…_NOT_FOUND. */
export async function readScript(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
}): Promise<ScriptDetail> {
  const { actor, kind, id } = given;
  if (!isUuid(id)) throw scriptNotFound(kind);
  const [summary] = await summaries(
    Prisma.sql`s.id = ${id}::uuid AND s.kind = ${kind}::"ScriptKind" AND ${visible(actor)}`,
  );
  if (!summary) throw scriptNotFound(kind);
  const { text } = await db().scriptRevision.findUniqueOrThrow({
    where: { scriptId_number: { scriptId: id, number: summary.revision } },
    select: { text: true },
  });
  return { ...summary, text };
}

/**
 * The newest text of a script, or that of `revision`, for a machine, which has
 * no session: whoever knows the id may read it
 * (docs/decisions/0020-script-ids-are-capabilities.md). Throws the kind's
 * ERR_…_NOT_FOUND.
 */
export async function readText(given: {
  kind: ScriptKind;
  id: string;
  revision?: number;
}): Promise<{ text: string; sha256: string; revision: number; template: boolean }> {
  const { kind, id, revision = null } = given;
  if (!isUuid(id)) throw scriptNotFound(kind);
  const [row] = await db().$queryRaw<
    { text: string; sha256: string; revision: number; template: boolean }[]
  >`
    SELECT r.text, r.sha256, r.number AS revision, r.template
    FROM "Script" s JOIN "ScriptRevision" r
      ON r."scriptId" = s.id AND r.number = coalesce(${revision}::int, s.revision)
    WHERE s.id = ${id}::uuid AND s.kind = ${kind}::"ScriptKind"`;
  if (!row) throw scriptNotFound(kind);
  return row;
}

/** The revisions of a script, newest first, without their texts. */
export async function listRevisions(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
}): Promise<RevisionSummary[]> {
  await demandScript(given);
  const rows = await db().$queryRaw<(Omit<RevisionSummary, 'createdAt'> & { createdAt: Date })[]>`
    SELECT number, sha256, octet_length(text) AS bytes, template, dialect, author, message, "createdAt"
    FROM "ScriptRevision" WHERE "scriptId" = ${given.id}::uuid ORDER BY number DESC`;
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

/** One revision with its text. Throws ERR_REVISION_NOT_FOUND. */
export async function readRevision(given: {
  actor: Actor;
  kind: ScriptKind;
  id: string;
  number: number;
}): Promise<RevisionDetail> {
  await demandScript(given);
  const row = await db().scriptRevision.findUnique({
    where: { scriptId_number: { scriptId: given.id, number: given.number } },
  });
  if (!row) throw notFound(`Revision ${given.number}`, 'ERR_REVISION_NOT_FOUND');
  return revisionDetailOf(row);
}

/** A row of ScriptRevision as a plain value. */
export function revisionDetailOf(row: {
  number: number;
  sha256: string;
  text: string;
  template: boolean;
  dialect: string | null;
  author: string;
  message: string;
  createdAt: Date;
}): RevisionDetail {
  const { number, sha256, text, template, author, message, createdAt } = row;
  const dialect = dialectOf(row.dialect);
  const bytes = Buffer.byteLength(text);
  const at = createdAt.toISOString();
  return { number, sha256, bytes, template, dialect, author, message, createdAt: at, text };
}

/** A dialect as the store keeps it; one that is unknown here is none. */
export function dialectOf(stored: string | null): Dialect | null {
  return dialects.find((one) => one === stored) ?? null;
}

/** Throws the kind's ERR_…_NOT_FOUND unless the actor may see the script. */
async function demandScript(given: { actor: Actor; kind: ScriptKind; id: string }): Promise<void> {
  const { actor, kind, id } = given;
  if (!isUuid(id)) throw scriptNotFound(kind);
  const teamId = kind === 'main' ? undefined : actor.teamId;
  const found = await db().script.findFirst({ where: { id, kind, teamId }, select: { id: true } });
  if (!found) throw scriptNotFound(kind);
}

/** The id of the installation's main script, or null before the first. */
export async function mainScriptId(): Promise<string | null> {
  const found = await db().script.findFirst({
    where: { kind: 'main' },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return found?.id ?? null;
}

/** The installation's main script. Throws ERR_MAINSCRIPT_SCRIPT_NOT_FOUND before the first. */
export async function readMainScript(given: { actor: Actor }): Promise<ScriptDetail> {
  const id = await mainScriptId();
  if (!id) throw scriptNotFound('main');
  return readScript({ actor: given.actor, kind: 'main', id });
}

/**
 * True when bootloaders are published that carry this revision of the main
 * script, or a later one.
 */
export async function isPublished(given: { id: string; revision: number }): Promise<boolean> {
  const mark = await readPublicationMark();
  if (!mark || mark.loaders.length === 0) return false;
  return mark.mainScriptId === given.id && mark.revision >= given.revision;
}

/** What the published bootloaders can do; null while there are none. */
export async function publishedCapabilities(): Promise<Capabilities | null> {
  return (await readPublicationMark())?.capabilities ?? null;
}

async function readPublicationMark() {
  const row = await db().setting.findUnique({ where: { key: 'publication' } });
  return publicationMark.safeParse(row?.value).data;
}

/** Teams that have no scripts and never had a say about them: they are new. */
export async function newTeams(): Promise<{ teamId: string; owner: boolean }[]> {
  return db().$queryRaw`
    SELECT t.id AS "teamId", t.owner FROM "Team" t
    WHERE NOT EXISTS (SELECT FROM "Script" s WHERE s."teamId" = t.id)
      AND NOT EXISTS (
        SELECT FROM "AuditEntry" a WHERE a."teamId" = t.id AND a.action LIKE '%-script.%')`;
}
