/** Reads of the network: settings, services, workers, leases. */
import { type Actor, may } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { configuration, servedNetwork } from './configuration';
import type { DhcpWorld } from './dhcp-answer';
import { examine, type Finding } from './doctor';
import { canServe, servingAddress } from './interfaces';
import { publicUrl } from './public-url';
import {
  changed,
  dnsmasqService,
  type LeaseView,
  type NetworkChange,
  type NetworkInterface,
  type NetworkSettings,
  networkInterface,
  networkKey,
  portUse,
  type ServiceStatus,
  networkSettings as settingsSchema,
  type WorkerFacts,
} from './schema';
import { type Part, type ServiceState, statusOf, statusOfPart } from './service-status';

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
  /** ISO time. */
  at: string;
  line: string;
}

/** The newest lines of a service's log, oldest first. `beginnings`: only lines that begin so. */
export async function serviceLines(given: {
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
  return rows.reverse().map(({ id, at, line }) => ({ id: String(id), at: at.toISOString(), line }));
}

/** dnsmasq as a whole. */
export async function dnsmasqStatus(): Promise<ServiceStatus> {
  return withAbsence(statusOf(await serviceState(dnsmasqService)));
}

/** One of its two parts. */
export async function partStatus(part: Part): Promise<ServiceStatus> {
  const [state, settings] = await Promise.all([serviceState(dnsmasqService), networkSettings()]);
  return withAbsence(statusOfPart({ part, state, settings }));
}

/** What was observed is old where nobody looks any more, and says so. */
async function withAbsence(status: ServiceStatus): Promise<ServiceStatus> {
  if (status.reason !== null || (!status.wanted && status.observed === 'off')) return status;
  if (await anyWorker()) return status;
  return { ...status, reason: 'No worker is running: this is what the last one observed.' };
}

/** True while a worker lives. */
export async function anyWorker(): Promise<boolean> {
  return (await workers()).some((worker) => worker.alive);
}

export interface NetworkView {
  settings: NetworkSettings;
  /** Interfaces of the worker that serves, or would. */
  interfaces: NetworkInterface[];
  publicUrl: string | null;
  /** Our address on the chosen interface. */
  ownAddress: string | null;
  /** The configuration that these settings make; null where they make none. */
  config: string | null;
  /** Why they make none. */
  problem: string | null;
  findings: Finding[];
}

/** The settings with all that follows from them. */
export async function networkView({ actor }: { actor: Actor }): Promise<NetworkView> {
  return viewOf({ actor, settings: await networkSettings() });
}

/** What a change would make, without making it. Nothing is refused: what is wrong is a finding. */
export async function previewNetwork(given: {
  actor: Actor;
  change: NetworkChange;
}): Promise<NetworkView> {
  const settings = settingsSchema.parse(changed(await networkSettings(), given.change));
  return viewOf({ actor: given.actor, settings });
}

/** The configuration as the actor may see it: cards of all teams only for the owning team. */
export function withoutCards(given: { actor: Actor; config: string }): string {
  if (may(given.actor, 'installation:strangers')) return given.config;
  return given.config.replace(/^dhcp-mac=.*\n/gm, '');
}

async function viewOf(given: { actor: Actor; settings: NetworkSettings }): Promise<NetworkView> {
  const { actor, settings } = given;
  const worker = await servingWorker(settings);
  const interfaces = worker?.interfaces ?? [];
  const url = publicUrl({ settings, interfaces });
  const made = await configuration({ settings, interfaces });
  const iface = interfaces.find((one) => one.name === settings.interface);
  return {
    settings,
    interfaces: interfaces.filter(canServe),
    publicUrl: url,
    ownAddress: servingAddress(iface)?.address ?? null,
    config: 'config' in made ? withoutCards({ actor, config: made.config }) : null,
    problem: 'problem' in made ? made.problem : null,
    findings: examine({ settings, worker, publicUrl: url }),
  };
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

/** The network as DHCP serves it now, or why it does not. */
export async function dhcpWorld(): Promise<DhcpWorld> {
  const settings = await networkSettings();
  const worker = await servingWorker(settings);
  return servedNetwork({ settings, interfaces: worker?.interfaces ?? [] });
}

/** The last lease of any of these MACs; null where there is none. */
export async function lastLease(macs: string[]): Promise<string | null> {
  const row = await db().lease.findFirst({
    where: { mac: { in: macs } },
    orderBy: { updatedAt: 'desc' },
    select: { address: true },
  });
  return row?.address ?? null;
}

/** Lines of each part, by how they begin; what is said of both belongs to both. */
const beginnings = {
  dns: ['dnsmasq['],
  pxeboot: ['dnsmasq-dhcp[', 'dnsmasq-tftp['],
} as const;

/** Lines of a log that REST gives at once. */
const logLimit = 2_000;

/** A part's log as text. Throws ERR_LOGS_NOT_FOUND_SERVICE_NOT_RUNNING when it never ran. */
export async function partLog(part: Part): Promise<string> {
  const lines = await serviceLines({
    service: dnsmasqService,
    beginnings: [...beginnings[part]],
    limit: logLimit,
  });
  if (lines.length === 0) {
    throw new AppError({
      class: 'notFound',
      code: 'ERR_LOGS_NOT_FOUND_SERVICE_NOT_RUNNING',
      message: 'There is no log: this service never ran.',
    });
  }
  return lines.map(({ at, line }) => `${at} ${line}\n`).join('');
}

/** Every interface of every living worker's machine. */
export async function interfacesOfWorkers() {
  const living = (await workers()).filter((worker) => worker.alive);
  return living.flatMap(({ id, hostname, interfaces }) =>
    interfaces.map((one) => ({ worker: id, hostname, ...one })),
  );
}

/** Who holds the ports of a part, on every living worker's machine; a port that is free is not told. */
export async function portsOfWorkers(part: Part) {
  const ports = part === 'dns' ? [53] : [67, 69, 4011];
  const living = (await workers()).filter((worker) => worker.alive);
  return living.flatMap(({ id, hostname, ports: uses }) =>
    uses.filter((use) => ports.includes(use.port)).map((use) => ({ worker: id, hostname, ...use })),
  );
}
