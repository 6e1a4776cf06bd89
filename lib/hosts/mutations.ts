/** Writes of hosts. Names, MACs and addresses are unique over all teams. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db, type Transaction } from '@/lib/core/db';
import { AppError, invalid } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { isUuid } from '@/lib/core/ids';
import { Prisma } from '@/prisma/generated/client';
import { retryTaken, taken } from './conflicts';
import { hostNotFound, readHost } from './data';
import { openStates } from './installs/schema';
import { changedLabels, type LabelChange, labels } from './labels/schema';
import { readLabels } from './profiles/chosen/data';
import type { HostChange, HostDetail, NewHost } from './schema';

/** What a machine told of itself, taken over with its record. */
export interface LearntFacts {
  uuid?: string | null;
  serial?: string | null;
  arch?: string | null;
  firmware?: string | null;
  vendor?: string | null;
  product?: string | null;
  lastSeenAt?: Date;
}

/**
 * Makes a host in the actor's team. Throws ERR_NAME_TAKEN,
 * ERR_MAC_TAKEN, ERR_ADDRESS_TAKEN; ERR_INVALID_INPUT for a profile that is
 * not the team's.
 */
export async function createHost(given: {
  actor: Actor;
  input: NewHost;
  facts?: LearntFacts;
}): Promise<HostDetail> {
  const { actor, input, facts } = given;
  const id = await retryTaken(() =>
    db().$transaction((tx) => insertHost({ tx, actor, input, facts })),
  );
  await noteCreated({ actor, id, input, how: 'added' });
  return readHost({ actor, id });
}

/** The row and its MACs, within a transaction. */
export async function insertHost(given: {
  tx: Transaction;
  actor: Actor;
  input: NewHost;
  facts?: LearntFacts;
}): Promise<string> {
  const { tx, actor, input, facts } = given;
  await demandFree({ tx, actor, wanted: input });
  await demandProfile({ tx, actor, profileId: input.profileId });
  const { macs, disk, ...fields } = input;
  const row = await tx.host.create({
    data: {
      ...fields,
      ...facts,
      teamId: actor.teamId,
      disk: disk ?? Prisma.DbNull,
      macs: { create: macs.map((mac, position) => ({ mac, position })) },
    },
    select: { id: true },
  });
  // Its machine is a stranger no more.
  await tx.machine.deleteMany({
    where: { OR: [{ mac: { in: macs } }, { macs: { hasSome: macs } }] },
  });
  return row.id;
}

/** The event and the audit entry of a host that has come to be. */
export async function noteCreated(given: {
  actor: Actor;
  id: string;
  input: NewHost;
  how: 'added' | 'accepted';
}): Promise<void> {
  const { actor, id, input, how } = given;
  await recordEvents([
    {
      source: 'console',
      type: `host-${how}`,
      message: `${actor.name} ${how} ${input.name} (${input.macs.join(', ')}).`,
      hostId: id,
      teamId: actor.teamId,
    },
  ]);
  const action = how === 'added' ? 'host.create' : 'host.accept';
  await audit({ actor, action, subject: input.name, detail: { id, macs: input.macs } });
}

/** Changes a host; what `input` leaves out stays. Throws as `createHost` does, and ERR_HOST_NOT_FOUND. */
export async function updateHost(given: {
  actor: Actor;
  id: string;
  input: HostChange;
}): Promise<HostDetail> {
  const { actor, id, input } = given;
  await retryTaken(() => db().$transaction((tx) => applyChange({ tx, actor, id, input })));
  const host = await readHost({ actor, id });
  await audit({
    actor,
    action: 'host.update',
    subject: host.name,
    detail: { id, fields: Object.keys(input) },
  });
  return host;
}

async function applyChange(given: {
  tx: Transaction;
  actor: Actor;
  id: string;
  input: HostChange;
}): Promise<void> {
  const { tx, actor, id, input } = given;
  const known = isUuid(id) && (await tx.host.count({ where: { id, teamId: actor.teamId } })) > 0;
  if (!known) throw hostNotFound();
  await demandFree({ tx, actor, wanted: input, id });
  await demandProfile({ tx, actor, profileId: input.profileId });
  const { macs, disk, ...fields } = input;
  await tx.host.update({
    where: { id },
    data: { ...fields, ...(disk === undefined ? {} : { disk: disk ?? Prisma.DbNull }) },
  });
  if (!macs) return;
  await tx.hostMac.deleteMany({ where: { hostId: id } });
  await tx.hostMac.createMany({
    data: macs.map((mac, position) => ({ mac, position, hostId: id })),
  });
}

/** Gives hosts a profile, or none; those of other teams are passed over. Gives how many it were. */
export async function setProfile(given: {
  actor: Actor;
  ids: string[];
  profileId: string | null;
}): Promise<{ changed: number }> {
  const { actor, ids, profileId } = given;
  const where = { id: { in: ids }, teamId: actor.teamId };
  const { changed, names } = await db().$transaction(async (tx) => {
    await demandProfile({ tx, actor, profileId });
    const hosts = await tx.host.findMany({ where, select: { name: true } });
    const { count } = await tx.host.updateMany({ where, data: { profileId } });
    return { changed: count, names: hosts.map(({ name }) => name) };
  });
  const subject = changed === 1 ? (names[0] ?? '') : `${changed} hosts`;
  await audit({ actor, action: 'host.set-profile', subject, detail: { profileId, names } });
  return { changed };
}

/** Changes labels of hosts; those of other teams are passed over. Gives how many it were. */
export async function labelHosts(given: {
  actor: Actor;
  ids: string[];
  labels: LabelChange;
}): Promise<{ changed: number }> {
  const { actor, ids, labels: change } = given;
  const where = { id: { in: ids }, teamId: actor.teamId };
  const hosts = await db().$transaction(async (tx) => {
    const found = await tx.host.findMany({ where, select: { id: true, name: true, labels: true } });
    const rows = found.map(({ id, name, labels: before }) => {
      const after = changedLabels({ labels: readLabels(before), change });
      const wrong = labels.safeParse(after).error?.issues[0]?.message;
      if (wrong) throw invalid('labels', `${name}: ${wrong}`);
      return { id, labels: after };
    });
    await tx.$executeRaw`
      UPDATE "Host" h SET labels = n.labels, "updatedAt" = now()
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(id uuid, labels jsonb)
      WHERE h.id = n.id`;
    return found;
  });
  const changed = hosts.length;
  const subject = changed === 1 ? (hosts[0]?.name ?? '') : `${changed} hosts`;
  const names = hosts.map(({ name }) => name);
  await audit({ actor, action: 'host.label', subject, detail: { labels: change, names } });
  return { changed };
}

/**
 * Deletes hosts, all or none; those of other teams are passed over. Throws
 * ERR_HOST_IN_USE while a machine is in the middle of its installation.
 */
export async function deleteHosts(given: {
  actor: Actor;
  ids: string[];
}): Promise<{ deleted: number }> {
  const { actor, ids } = given;
  const where = { id: { in: ids }, teamId: actor.teamId };
  const hosts = await db().$transaction(async (tx) => {
    const found = await tx.host.findMany({ where, select: { id: true, name: true } });
    await demandIdle({ tx, ids: found.map(({ id }) => id) });
    await tx.host.deleteMany({ where });
    return found;
  });
  for (const { id, name } of hosts) {
    await audit({ actor, action: 'host.delete', subject: name, detail: { id } });
  }
  return { deleted: hosts.length };
}

/** Deletes one host. Throws as `deleteHosts` does, and ERR_HOST_NOT_FOUND. */
export async function deleteHost(given: { actor: Actor; id: string }): Promise<{ id: string }> {
  const { actor, id } = given;
  const { deleted } = isUuid(id) ? await deleteHosts({ actor, ids: [id] }) : { deleted: 0 };
  if (deleted === 0) throw hostNotFound();
  return { id };
}

async function demandIdle(given: { tx: Transaction; ids: string[] }): Promise<void> {
  const busy = await given.tx.host.findMany({
    where: { id: { in: given.ids }, installs: { some: { state: { in: [...openStates] } } } },
    select: { name: true },
    orderBy: { name: 'asc' },
  });
  if (busy.length === 0) return;
  const names = busy.map(({ name }) => name).join(', ');
  throw new AppError({
    class: 'conflict',
    code: 'ERR_HOST_IN_USE',
    message: `An install is open at ${names}. Cancel it, or wait until it has ended.`,
    data: { hosts: busy.map(({ name }) => name) },
  });
}

/** Throws what is taken by another host than `id`, with the field that it is about. */
async function demandFree(given: {
  tx: Transaction;
  actor: Actor;
  wanted: Pick<HostChange, 'name' | 'macs' | 'address'>;
  id?: string;
}): Promise<void> {
  const { tx, actor, wanted, id } = given;
  const { name, macs = [], address } = wanted;
  const others = await tx.host.findMany({
    where: {
      id: id ? { not: id } : undefined,
      OR: [
        ...(name ? [{ name }] : []),
        ...(address ? [{ address }] : []),
        { macs: { some: { mac: { in: macs } } } },
      ],
    },
    include: { macs: true },
  });
  const owned = others.flatMap((host) => {
    const whose = host.teamId === actor.teamId ? host.name : null;
    return [
      ...(host.name === name ? [{ field: 'name' as const, value: host.name, whose }] : []),
      ...(address && host.address === address
        ? [{ field: 'address' as const, value: address, whose }]
        : []),
      ...host.macs
        .filter(({ mac }) => macs.includes(mac))
        .map(({ mac }) => ({ field: `macs.${macs.indexOf(mac)}` as const, value: mac, whose })),
    ];
  });
  if (owned.length > 0) throw taken(owned);
}

async function demandProfile(given: {
  tx: Transaction;
  actor: Actor;
  profileId: string | null | undefined;
}): Promise<void> {
  const { tx, actor, profileId: id } = given;
  if (!id) return;
  const found = await tx.profile.count({ where: { id, teamId: actor.teamId } });
  if (found === 0) throw invalid('profileId', 'There is no such profile.', 'ERR_PROFILE_NOT_FOUND');
}
