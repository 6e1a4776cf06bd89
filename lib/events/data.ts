/** Reads of events: a host's timeline, and the feed of the overview. */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { Prisma } from '@/prisma/generated/client';
import { type EventQuery, type EventView, eventQuery } from './schema';

interface EventRow extends Omit<EventView, 'id' | 'at'> {
  id: bigint;
  at: Date;
}

/**
 * Events that the actor may see: those of the team, those of its hosts' cards,
 * and for the owning team those of the installation. A host's timeline has
 * also what its cards did before they were a host's. Oldest first when `after`
 * is given, newest first otherwise. Throws ERR_HOST_NOT_FOUND.
 */
export async function listEvents(given: { actor: Actor } & EventQuery): Promise<EventView[]> {
  const { actor, ...asked } = given;
  const query = eventQuery.parse(asked);
  const conditions = [visible(actor)];
  if (query.hostId) conditions.push(await ofHost({ actor, hostId: query.hostId }));
  if (query.installId) conditions.push(Prisma.sql`e."installId" = ${query.installId}::uuid`);
  if (query.after !== undefined) conditions.push(Prisma.sql`e.id > ${query.after}`);
  if (query.before !== undefined) conditions.push(Prisma.sql`e.id < ${query.before}`);
  const direction = query.after === undefined ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const rows = await db().$queryRaw<EventRow[]>`
    SELECT e.id, e.at, e.source, e.type, e.message, e.mac, e."hostId", h.name AS "hostName",
      e."installId", e.data
    FROM "Event" e
    LEFT JOIN "Host" h ON h.id = e."hostId" AND h."teamId" = ${actor.teamId}::uuid
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY e.id ${direction} LIMIT ${query.limit}`;
  return rows.map((row) => ({ ...row, id: row.id.toString(), at: row.at.toISOString() }));
}

/** What no team owns is the installation's, except what a card of one's own host did. */
function visible(actor: Actor): Prisma.Sql {
  const team = Prisma.sql`e."teamId" = ${actor.teamId}::uuid`;
  const unowned = actor.owner
    ? Prisma.sql`e."teamId" IS NULL`
    : Prisma.sql`(e."teamId" IS NULL AND EXISTS (
        SELECT FROM "HostMac" m JOIN "Host" h ON h.id = m."hostId"
        WHERE m.mac = e.mac AND h."teamId" = ${actor.teamId}::uuid))`;
  return Prisma.sql`(${team} OR ${unowned})`;
}

async function ofHost(given: { actor: Actor; hostId: string }): Promise<Prisma.Sql> {
  const { actor, hostId } = given;
  const host = await db().host.findFirst({
    where: { id: hostId, teamId: actor.teamId },
    select: { macs: { select: { mac: true } } },
  });
  if (!host) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
  const macs = host.macs.map(({ mac }) => mac);
  const cards = macs.length > 0 ? Prisma.sql`OR e.mac IN (${Prisma.join(macs)})` : Prisma.empty;
  return Prisma.sql`(e."hostId" = ${hostId}::uuid ${cards})`;
}
