/**
 * Sightings, written down. A machine tells its MACs itself, and nobody can
 * check them; so a row has a holder, the team whose token brought it or the
 * one that runs our own wire, and what another holder's machine tells by the
 * same MAC neither reads nor changes it.
 */
import { db } from '@/lib/core/db';
import { isUniqueViolation } from '@/lib/core/errors';
import type { Machine } from '@/prisma/generated/client';
import { cleanFacts, cleanMacs } from '../facts';
import type { Sighting } from '../schema';

/** Milliseconds since its last sighting for which a row stays with its holder. */
const heldFor = 30 * 24 * 3_600_000;

/** Writes of others that may come in between, for one sighting. */
const tries = 5;

export interface Seen {
  /** The MAC by which the row is known. */
  mac: string;
  /** It was never seen before, or by another holder so long ago that it is made anew. */
  first: boolean;
  rejected: boolean;
  /** Somebody else holds the row: nothing was written. */
  held: boolean;
}

/**
 * Writes down that a machine was seen that is no host. Null when it told no
 * MAC that a card could have, or its token was deleted meanwhile.
 */
export async function recordSighting(sighting: Sighting): Promise<Seen | null> {
  const told = cleanMacs([sighting.mac, ...(sighting.macs ?? [])]);
  const [mac] = told;
  if (!mac) return null;
  for (let left = tries; left > 0; left -= 1) {
    const seen = await writeOnce({ sighting, told, mac });
    if (seen !== 'again') return seen;
  }
  throw new Error(`${mac} is written down by too many at once.`);
}

interface Write {
  sighting: Sighting;
  told: string[];
  /** The first of them. */
  mac: string;
}

/** `again`: another write came between the look and this one. */
async function writeOnce(write: Write): Promise<Seen | null | 'again'> {
  const { sighting, told, mac } = write;
  const enrolmentId = sighting.enrolmentId ?? null;
  const rows = await db().machine.findMany({
    where: { OR: [{ mac: { in: told } }, { macs: { hasSome: told } }] },
    orderBy: [{ firstSeenAt: 'asc' }, { mac: 'asc' }],
  });
  const holder = await holders([enrolmentId, ...rows.map((row) => row.enrolmentId)]);
  const teller = holder(enrolmentId);
  if (teller === undefined) return null;
  // The same machine by another of its cards stays one row.
  const own = rows.filter((row) => holder(row.enrolmentId) === teller);
  const mine = own.find((row) => row.mac === mac) ?? own[0];
  if (mine) return addTo(mine, write);
  const other = rows.find((row) => row.mac === mac);
  if (!other) return create(write);
  const since = Date.now() - other.lastSeenAt.getTime();
  if (holder(other.enrolmentId) !== undefined && since < heldFor) {
    return { mac, first: false, rejected: other.rejected, held: true };
  }
  return makeAnew(other, write);
}

async function create({ sighting, told, mac }: Write): Promise<Seen | 'again'> {
  const { enrolmentId } = sighting;
  try {
    await db().machine.create({ data: { mac, macs: told, enrolmentId, ...cleanFacts(sighting) } });
  } catch (error) {
    if (isUniqueViolation(error)) return 'again';
    throw error;
  }
  return { mac, first: true, rejected: false, held: false };
}

/** What was not told this time stays. */
async function addTo(row: Machine, { sighting, told }: Write): Promise<Seen | 'again'> {
  const { mac, rejected } = row;
  const { count } = await db().machine.updateMany({
    where: { mac, enrolmentId: row.enrolmentId },
    data: {
      ...cleanFacts(sighting),
      macs: cleanMacs([mac, ...row.macs, ...told]),
      enrolmentId: sighting.enrolmentId ?? undefined,
      sightings: { increment: 1 },
      lastSeenAt: new Date(),
    },
  });
  return count === 0 ? 'again' : { mac, first: false, rejected, held: false };
}

/** Nothing of what the one before knew, or people noted, goes over to the new holder. */
async function makeAnew(row: Machine, { sighting, told }: Write): Promise<Seen | 'again'> {
  const { mac, enrolmentId, lastSeenAt } = row;
  const { uuid, serial, arch, platform, vendor, product, address } = cleanFacts(sighting);
  const now = new Date();
  const { count } = await db().machine.updateMany({
    where: { mac, enrolmentId, lastSeenAt },
    data: {
      uuid: uuid ?? null,
      serial: serial ?? null,
      arch: arch ?? null,
      platform: platform ?? null,
      vendor: vendor ?? null,
      product: product ?? null,
      address: address ?? null,
      macs: told,
      labels: {},
      enrolmentId: sighting.enrolmentId ?? null,
      sightings: 1,
      rejected: false,
      firstSeenAt: now,
      lastSeenAt: now,
    },
  });
  return count === 0 ? 'again' : { mac, first: true, rejected: false, held: false };
}

/**
 * Who holds what came by an enrolment: a team, or null for our own wire,
 * whose machines are the owning team's as those of its tokens are. Undefined
 * where the token was deleted: what it brought is nobody's.
 */
async function holders(
  ids: (string | null)[],
): Promise<(enrolmentId: string | null) => string | null | undefined> {
  const named = [...new Set(ids.filter((id) => id !== null))];
  const rows =
    named.length > 0
      ? await db().enrolment.findMany({
          where: { id: { in: named } },
          select: { id: true, teamId: true, team: { select: { owner: true } } },
        })
      : [];
  const teams = new Map(rows.map(({ id, teamId, team }) => [id, team.owner ? null : teamId]));
  return (id) => (id === null ? null : teams.get(id));
}
