/** Writes of strangers: what people make of them, and what hosts' machines tell. See sightings/ for the lane's. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError, invalid } from '@/lib/core/errors';
import { retryTaken } from '../conflicts';
import { readHost } from '../data';
import { labels as labelRules } from '../labels/schema';
import { insertHost, noteCreated } from '../mutations';
import type { HostDetail } from '../schema';
import { readStranger, strangerNotFound, strangersOf } from './data';
import { cleanFacts } from './facts';
import { type AcceptedHost, firmwareOf, type Sighting, type Stranger } from './schema';

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
