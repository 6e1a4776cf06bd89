/** What workers write: what they observe of services, leases and themselves. */
import { db } from '@/lib/core/db';
import type { Prisma } from '@/prisma/generated/client';
import type { Lease } from '../leases';
import type { NetworkInterface, ObservedState, PortUse } from '../schema';

/** Writes what is observed of a service; `since` moves only when `observed` does. */
export async function recordService(given: {
  name: string;
  observed: ObservedState;
  reason: string | null;
  pid: number | null;
  config: string | null;
}): Promise<void> {
  const { name, observed, reason, pid, config } = given;
  const seen = { observed, reason, pid, config };
  await db().$transaction(async (tx) => {
    const row = await tx.service.findUnique({ where: { name }, select: { observed: true } });
    const since = row?.observed === observed ? {} : { since: new Date() };
    await tx.service.upsert({
      where: { name },
      create: { name, ...seen },
      update: { ...seen, ...since },
    });
  });
}

/** Longest line of a log that is kept, in characters. */
const lineLimit = 2_000;

/** Adds lines to a service's log. */
export async function addServiceLines(given: {
  service: string;
  lines: { at: Date; line: string }[];
}): Promise<void> {
  if (given.lines.length === 0) return;
  await db().serviceLine.createMany({
    data: given.lines.map(({ at, line }) => ({
      service: given.service,
      at,
      line: line.replaceAll('\0', '').slice(0, lineLimit),
    })),
  });
}

/** Makes the leases those given; only what differs is written. */
export async function replaceLeases(leases: Lease[]): Promise<void> {
  const rows = await db().lease.findMany();
  const before = new Map(rows.map((row) => [row.mac, row]));
  const gone = rows.filter((row) => !leases.some((lease) => lease.mac === row.mac));
  if (gone.length > 0) {
    await db().lease.deleteMany({ where: { mac: { in: gone.map((row) => row.mac) } } });
  }
  for (const { mac, ...lease } of leases) {
    const old = before.get(mac);
    const same =
      old?.address === lease.address &&
      old.name === lease.name &&
      (old.expiresAt?.getTime() ?? null) === (lease.expiresAt?.getTime() ?? null);
    if (same) continue;
    await db().lease.upsert({
      where: { mac },
      create: { mac, ...lease },
      update: lease,
    });
  }
}

/** Shows that a worker lives, and what it sees around it. */
export async function announceWorker(given: {
  id: string;
  hostname: string;
  pid: number;
  startedAt: Date;
  interfaces: NetworkInterface[];
  ports: PortUse[];
  tools: Record<string, string | null>;
}): Promise<void> {
  const { id, ...facts } = given;
  const row = {
    ...facts,
    interfaces: facts.interfaces as unknown as Prisma.InputJsonArray,
    ports: facts.ports as unknown as Prisma.InputJsonArray,
    heartbeatAt: new Date(),
  };
  await db().workerNode.upsert({ where: { id }, create: { id, ...row }, update: row });
  // A worker of another time on the same machine says nothing about it any more.
  const day = new Date(Date.now() - 24 * 3600 * 1000);
  await db().workerNode.deleteMany({ where: { heartbeatAt: { lt: day } } });
}

/** Takes a worker that ends out of the list of the living. */
export async function dismissWorker(id: string): Promise<void> {
  await db().workerNode.updateMany({ where: { id }, data: { heartbeatAt: new Date(0) } });
}
