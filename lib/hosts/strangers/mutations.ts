/** Writes of strangers: what the machine lane saw, and what people made of it. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError, invalid } from '@/lib/core/errors';
import { retryTaken } from '../conflicts';
import { readHost } from '../data';
import { labels as labelRules } from '../labels/schema';
import { macOrNull } from '../mac';
import { insertHost, noteCreated } from '../mutations';
import type { HostDetail } from '../schema';
import { readStranger, strangerNotFound, strangersOf } from './data';
import { type AcceptedHost, firmwareOf, type Sighting, type Stranger } from './schema';

/** Longest text kept of what a machine says, in characters. */
const factLimit = 200;
/** Cards kept of one machine. */
const macsLimit = 32;

/**
 * Writes down that a machine was seen that is no host. `first`: it was never
 * seen before. Null when it told no MAC that a card could have.
 */
export async function recordSighting(
  sighting: Sighting,
): Promise<{ mac: string; first: boolean; rejected: boolean } | null> {
  const told = cleanMacs([sighting.mac, ...(sighting.macs ?? [])]);
  const [mac] = told;
  if (!mac) return null;
  const known = await db().machine.findFirst({
    where: { OR: [{ mac: { in: told } }, { macs: { hasSome: told } }] },
    select: { mac: true, macs: true },
  });
  // The same machine by another of its cards stays one row.
  const key = known?.mac ?? mac;
  const macs = cleanMacs([key, ...(known?.macs ?? []), ...told]);
  const enrolmentId = sighting.enrolmentId ?? undefined;
  const facts = { ...cleanFacts(sighting), macs, enrolmentId };
  const row = await retryTaken(() =>
    db().machine.upsert({
      where: { mac: key },
      create: { mac: key, ...facts },
      update: { ...facts, sightings: { increment: 1 }, lastSeenAt: new Date() },
      select: { sightings: true, rejected: true },
    }),
  );
  return { mac: key, first: row.sightings === 1, rejected: row.rejected };
}

/**
 * Keeps what a host's machine told at a boot. UUID and serial are what it is
 * known by, so the first ones stay, whatever a later boot tells.
 */
export async function learnHost(
  given: { hostId: string } & Omit<Sighting, 'mac' | 'enrolmentId'>,
): Promise<void> {
  const { hostId: id, ...told } = given;
  const { uuid, serial, platform, address: _, ...facts } = cleanFacts(told);
  const firmware = firmwareOf(platform ?? null) ?? undefined;
  await db().host.updateMany({
    where: { id },
    data: { ...facts, firmware, lastSeenAt: new Date() },
  });
  if (uuid) await db().host.updateMany({ where: { id, uuid: null }, data: { uuid } });
  if (serial) await db().host.updateMany({ where: { id, serial: null }, data: { serial } });
}

/**
 * Makes a host of a stranger, with what it told of itself. Throws
 * ERR_MACHINE_NOT_FOUND, and what `createHost` throws.
 */
export async function acceptStranger(given: {
  actor: Actor;
  mac: string;
  input: AcceptedHost;
}): Promise<HostDetail> {
  const { actor, mac, input } = given;
  const known = await readStranger({ actor, mac });
  const { id } = await adoptStranger({ actor, known, input });
  return readHost({ actor, id });
}

/** The write behind it: gives the id and name of the host. */
export async function adoptStranger(given: {
  actor: Actor;
  known: Stranger;
  input: AcceptedHost;
}): Promise<{ id: string; name: string }> {
  const { actor, known } = given;
  demandTeam({ actor, known });
  const labels = { ...known.labels, ...given.input.labels };
  const wrong = labelRules.safeParse(labels).error?.issues[0]?.message;
  if (wrong) throw invalid('labels', `With those of the machine: ${wrong}`);
  const input = { ...given.input, labels, macs: given.input.macs ?? known.macs };
  const { uuid, serial, arch, vendor, product } = known;
  const firmware = firmwareOf(known.platform);
  const lastSeenAt = new Date(known.lastSeenAt);
  const facts = { uuid, serial, arch, firmware, vendor, product, lastSeenAt };
  const id = await retryTaken(() =>
    db().$transaction(async (tx) => {
      await tx.machine.deleteMany({ where: { mac: known.mac } });
      return insertHost({ tx, actor, input, facts });
    }),
  );
  await noteCreated({ actor, id, input, how: 'accepted' });
  return { id, name: input.name };
}

/** A machine that came by a team's medium becomes a host of that team, and of no other by accident. */
function demandTeam({ actor, known }: { actor: Actor; known: Stranger }): void {
  const { enrolment, mac } = known;
  if (!enrolment || enrolment.team.id === actor.teamId) return;
  throw new AppError({
    class: 'conflict',
    code: 'ERR_MACHINE_OF_ANOTHER_TEAM',
    message: `${mac} came by the enrolment token "${enrolment.name}" of ${enrolment.team.name}, so that team accepts it. For another team, forget it here and let it boot without that medium.`,
  });
}

/** Keeps a stranger out of sight, or with `rejected: false` brings it back. */
export async function rejectStranger(given: {
  actor: Actor;
  mac: string;
  rejected?: boolean;
}): Promise<Stranger> {
  const { actor, rejected = true } = given;
  const { mac } = await readStranger(given);
  const row = await db().machine.update({ where: { mac }, data: { rejected } });
  const action = rejected ? 'machine.reject' : 'machine.restore';
  await audit({ actor, action, subject: mac });
  const [changed] = await strangersOf({ actor, rows: [row] });
  if (!changed) throw strangerNotFound();
  return changed;
}

/** Forgets a stranger; its next boot brings it back as a new one. */
export async function forgetStranger(given: {
  actor: Actor;
  mac: string;
}): Promise<{ mac: string }> {
  const { mac } = await readStranger(given);
  await db().machine.deleteMany({ where: { mac } });
  await audit({ actor: given.actor, action: 'machine.forget', subject: mac });
  return { mac };
}

function cleanMacs(given: string[]): string[] {
  const macs = given.map(macOrNull).filter((mac) => mac !== null);
  return [...new Set(macs)].slice(0, macsLimit);
}

/** What was told, without control characters; what was not told changes nothing. */
function cleanFacts(told: Omit<Sighting, 'mac' | 'macs' | 'enrolmentId'>) {
  const { uuid, serial, arch, platform, vendor, product, address } = told;
  return {
    uuid: cleanFact(uuid)?.toLowerCase(),
    serial: cleanFact(serial),
    arch: cleanFact(arch),
    platform: cleanFact(platform),
    vendor: cleanFact(vendor),
    product: cleanFact(product),
    address: cleanFact(address),
  };
}

function cleanFact(text: string | null | undefined): string | undefined {
  const clean = (text ?? '')
    .toWellFormed()
    .replaceAll(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, factLimit);
  return clean || undefined;
}
