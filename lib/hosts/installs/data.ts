/** Reads of installs. Rows of another team are "not found". */
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { notFound } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';
import { dialectOf } from '@/lib/scripts/data';
import type { Dialect } from '@/lib/scripts/schema';
import type { InstallModel } from '@/prisma/generated/models';
import type { GateInstall } from './gate';
import { claimedDisk, type InstallPlan, type InstallSummary, installPlan } from './schema';

export type { InstallSummary };

export type InstallRow = InstallModel;

/** A row as the gate sees it. */
export function gateOf(row: Omit<InstallRow, 'createdBy' | 'step' | 'progress'>): GateInstall {
  return {
    state: row.state,
    method: planOf(row).method,
    bootsAllowed: row.bootsAllowed,
    bootsUsed: row.bootsUsed,
    expiresAt: row.expiresAt.getTime(),
    overwrite: row.overwrite,
    disk: claimedDisk.safeParse(row.disk).data ?? null,
    eventSeq: row.eventSeq,
    heardAt: row.heardAt?.getTime() ?? null,
    booted: row.firstBootAt !== null,
    reason: row.reason,
  };
}

/** The pinned plan of a row. */
export function planOf(row: { plan: unknown }): InstallPlan {
  return installPlan.parse(row.plan);
}

/** A row for people. */
export function summaryOf(row: InstallRow): InstallSummary {
  const plan = planOf(row);
  const iso = (date: Date | null) => date?.toISOString() ?? null;
  return {
    id: row.id,
    hostId: row.hostId,
    state: row.state,
    reason: row.reason,
    method: plan.method,
    profileId: plan.profile.id,
    profileName: plan.profile.name,
    imageName: plan.image?.name ?? null,
    bootsAllowed: row.bootsAllowed,
    bootsUsed: row.bootsUsed,
    overwrite: row.overwrite,
    expiresAt: row.expiresAt.toISOString(),
    step: row.step,
    progress: row.progress,
    disk: claimedDisk.safeParse(row.disk).data ?? null,
    bytesServed: Number(row.bytesServed),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    startedAt: iso(row.startedAt),
    endedAt: iso(row.endedAt),
    firstBootAt: iso(row.firstBootAt),
    sshAt: iso(row.sshAt),
  };
}

/** The host's installs, newest first. Throws ERR_HOST_NOT_FOUND. */
export async function listInstalls(given: {
  actor: Actor;
  hostId: string;
  limit?: number;
}): Promise<InstallSummary[]> {
  const { actor, hostId, limit = 50 } = given;
  await demandHost({ actor, hostId });
  const rows = await db().install.findMany({
    where: { hostId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(summaryOf);
}

/** The host's name. Throws ERR_HOST_NOT_FOUND unless the host is the actor's team's. */
export async function demandHost(given: {
  actor: Actor;
  hostId: string;
}): Promise<{ name: string }> {
  const { actor, hostId } = given;
  const found = isUuid(hostId)
    ? await db().host.findFirst({
        where: { id: hostId, teamId: actor.teamId },
        select: { name: true },
      })
    : null;
  if (!found) throw notFound('This host', 'ERR_HOST_NOT_FOUND');
  return found;
}

/** What the machine plane reads of an install: its token is the right to it. */
export interface MachineInstall {
  id: string;
  gate: GateInstall;
  plan: InstallPlan;
  host: {
    id: string;
    name: string;
    address: string | null;
    macs: string[];
    teamId: string;
    uuid: string | null;
    serial: string | null;
    arch: string | null;
    firmware: string | null;
  };
}

/** An install by its id, for a machine that holds its token; null when it is gone. */
export async function readMachineInstall(id: string): Promise<MachineInstall | null> {
  const row = await db().install.findUnique({
    where: { id },
    include: {
      host: {
        select: {
          id: true,
          name: true,
          address: true,
          teamId: true,
          uuid: true,
          serial: true,
          arch: true,
          firmware: true,
          macs: { select: { mac: true }, orderBy: { position: 'asc' } },
        },
      },
    },
  });
  if (!row) return null;
  const { host } = row;
  return {
    id: row.id,
    gate: gateOf(row),
    plan: planOf(row),
    host: { ...host, macs: host.macs.map(({ mac }) => mac) },
  };
}

/** The text of a pinned revision; null when the script is gone. */
export async function readPinnedText(given: {
  scriptId: string;
  revision: number;
}): Promise<PinnedText | null> {
  if (!isUuid(given.scriptId)) return null;
  const row = await db().scriptRevision.findUnique({
    where: { scriptId_number: { scriptId: given.scriptId, number: given.revision } },
    select: { text: true, sha256: true, template: true, dialect: true },
  });
  return row && { ...row, dialect: dialectOf(row.dialect) };
}

export interface PinnedText {
  text: string;
  sha256: string;
  template: boolean;
  dialect: Dialect | null;
}

/** SHA-256 of pinned revisions by `scriptId/number`. */
export async function pinnedHashes(
  pins: { id: string; revision: number }[],
): Promise<Map<string, string>> {
  if (pins.length === 0) return new Map();
  const rows = await db().scriptRevision.findMany({
    where: { OR: pins.map((pin) => ({ scriptId: pin.id, number: pin.revision })) },
    select: { scriptId: true, number: true, sha256: true },
  });
  return new Map(rows.map((row) => [`${row.scriptId}/${row.number}`, row.sha256]));
}
