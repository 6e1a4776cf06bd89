/** Reads of the network: settings, services, workers, leases. */
import { type Actor, may } from '@/lib/auth/actor';
import { bootFiles } from '@/lib/builds/builders/ipxe/publication';
import { readPublication } from '@/lib/builds/publication/data';
import { db } from '@/lib/core/db';
import type { NetworkHost } from './dnsmasq';
import {
  type LeaseView,
  type NetworkSettings,
  networkInterface,
  networkKey,
  portUse,
  networkSettings as settingsSchema,
  type WorkerFacts,
} from './schema';

/** Milliseconds without a heartbeat after which a worker counts as gone. */
const heartbeatLimit = 30_000;

/** The settings; the defaults where nobody has set any. */
export async function networkSettings(): Promise<NetworkSettings> {
  return (await savedNetworkSettings()) ?? settingsSchema.parse({});
}

/** The settings as saved, or null before the first time. */
export async function savedNetworkSettings(): Promise<NetworkSettings | null> {
  const row = await db().setting.findUnique({ where: { key: networkKey } });
  return row ? settingsSchema.parse(row.value) : null;
}

export interface ServiceState {
  name: string;
  wanted: boolean;
  observed: string;
  reason: string | null;
  pid: number | null;
  since: Date;
  /** The configuration in force. */
  config: string | null;
}

/** All supervised daemons. */
export async function serviceStates(): Promise<ServiceState[]> {
  return db().service.findMany({
    orderBy: { name: 'asc' },
    select: {
      name: true,
      wanted: true,
      observed: true,
      reason: true,
      pid: true,
      since: true,
      config: true,
    },
  });
}

export async function serviceState(name: string): Promise<ServiceState | null> {
  return (await serviceStates()).find((one) => one.name === name) ?? null;
}

export interface ServiceLogLine {
  id: string;
  at: Date;
  line: string;
}

/** The newest lines of a service's log, oldest first. `beginnings`: only lines that begin so. */
export async function serviceLog(given: {
  service: string;
  beginnings?: string[];
  limit: number;
}): Promise<ServiceLogLine[]> {
  const rows = await db().serviceLine.findMany({
    where: {
      service: given.service,
      OR: given.beginnings?.map((start) => ({ line: { startsWith: start } })),
    },
    orderBy: { id: 'desc' },
    take: given.limit,
    select: { id: true, at: true, line: true },
  });
  return rows.reverse().map((row) => ({ ...row, id: String(row.id) }));
}

/** All workers that ever announced themselves, the freshest first. */
export async function workers(): Promise<WorkerFacts[]> {
  const rows = await db().workerNode.findMany({ orderBy: { heartbeatAt: 'desc' } });
  return rows.map((row) => ({
    id: row.id,
    hostname: row.hostname,
    pid: row.pid,
    interfaces: networkInterface.array().catch([]).parse(row.interfaces),
    ports: portUse.array().catch([]).parse(row.ports),
    tools: row.tools as Record<string, string | null>,
    startedAt: row.startedAt.toISOString(),
    heartbeatAt: row.heartbeatAt.toISOString(),
    alive: Date.now() - row.heartbeatAt.getTime() < heartbeatLimit,
  }));
}

/** The worker that serves machines: the one with the chosen interface, else the freshest. */
export async function servingWorker(settings: NetworkSettings): Promise<WorkerFacts | null> {
  const all = await workers();
  const living = all.filter((one) => one.alive);
  const having = living.find((one) =>
    one.interfaces.some((iface) => iface.name === settings.interface),
  );
  return having ?? living[0] ?? all[0] ?? null;
}

/** Leases; of machines that are no hosts of the actor's team only for the owning team. */
export async function leases({ actor }: { actor: Actor }): Promise<LeaseView[]> {
  const all = may(actor, 'installation:strangers');
  const rows = await db().lease.findMany({ orderBy: { address: 'asc' } });
  const owners = await db().hostMac.findMany({
    where: { mac: { in: rows.map((row) => row.mac) }, host: { teamId: actor.teamId } },
    select: { mac: true, host: { select: { id: true, name: true } } },
  });
  const byMac = new Map(owners.map((one) => [one.mac, one.host]));
  return rows
    .filter((row) => all || byMac.has(row.mac))
    .map((row) => ({
      mac: row.mac,
      address: row.address,
      name: row.name,
      expiresAt: row.expiresAt?.toISOString() ?? null,
      host: byMac.get(row.mac) ?? null,
    }));
}

/** Every host as DHCP and DNS need it, of all teams. */
export async function networkHosts(): Promise<NetworkHost[]> {
  const rows = await db().host.findMany({
    orderBy: { name: 'asc' },
    select: {
      name: true,
      address: true,
      bootloader: true,
      macs: { select: { mac: true }, orderBy: { position: 'asc' } },
    },
  });
  return rows.map((row) => ({ ...row, macs: row.macs.map((one) => one.mac) }));
}

export interface MachineOwner {
  hostId: string;
  teamId: string;
  /** The install that is open, if one is. */
  installId: string | null;
}

/** Whose cards these are: MAC → host, team and open install. */
export async function ownersOf(macs: string[]): Promise<Map<string, MachineOwner>> {
  const rows = await db().hostMac.findMany({
    where: { mac: { in: macs } },
    select: {
      mac: true,
      host: {
        select: {
          id: true,
          teamId: true,
          installs: {
            where: { state: { in: ['authorised', 'booting', 'installing'] } },
            orderBy: { createdAt: 'desc' },
            take: 1,
            select: { id: true },
          },
        },
      },
    },
  });
  return new Map(
    rows.map(({ mac, host }) => [
      mac,
      { hostId: host.id, teamId: host.teamId, installId: host.installs[0]?.id ?? null },
    ]),
  );
}

/** MACs by address, of the leases that are known. */
export async function leasedMacs(): Promise<Map<string, string>> {
  const rows = await db().lease.findMany({ select: { mac: true, address: true } });
  return new Map(rows.map((row) => [row.address, row.mac]));
}

/** Before the first publication DHCP names what will be published. */
const everyLoader = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'ipxe-arm64.efi'];

/** The loaders that DHCP names, by firmware, and the artifact they are from. */
export async function loadersInForce() {
  const publication = await readPublication();
  const published = publication?.loaders ?? [];
  const names = published.length > 0 ? published : everyLoader;
  return {
    fingerprint: publication?.fingerprint ?? null,
    firmware: bootFiles({ artifact: names }),
    drivers: bootFiles({ artifact: names, drivers: 'ipxe' }),
  };
}
