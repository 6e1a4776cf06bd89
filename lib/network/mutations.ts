/** Writes of the network: by people its settings and switches, by workers what they observe. */
import type { Actor } from '@/lib/auth/actor';
import { audit } from '@/lib/auth/audit';
import { db } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { Prisma } from '@/prisma/generated/client';
import { networkSettings, workers } from './data';
import { parseHosts } from './hosts-file';
import { servingAddress } from './interfaces';
import {
  changed,
  dnsmasqService,
  type NetworkChange,
  type NetworkSettings,
  networkKey,
  networkSettings as settingsSchema,
} from './schema';
import { settingsProblems } from './settings-problems';

/** Number of the advisory lock that a change of the settings takes; any fixed number of ours. */
const settingsLock = 72_707_401;

/**
 * Changes some of the settings, after a look at the whole against the
 * interface. Throws ERR_INVALID_INPUT naming each field that does not fit.
 */
export async function changeNetwork(given: {
  actor: Actor;
  change: NetworkChange;
}): Promise<NetworkSettings> {
  const { actor, change } = given;
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${settingsLock}::bigint)`;
    const row = await tx.setting.findUnique({ where: { key: networkKey } });
    const before = settingsSchema.parse(row?.value ?? {});
    const after = settingsSchema.parse(changed(before, change));
    await refuseMisfits(after, before);
    const value = after as unknown as Prisma.InputJsonObject;
    const updatedBy = actor.name;
    await tx.setting.upsert({
      where: { key: networkKey },
      create: { key: networkKey, value, updatedBy },
      update: { value, updatedBy },
    });
    const wanted = anyWanted(after);
    await tx.service.upsert({
      where: { name: dnsmasqService },
      create: { name: dnsmasqService, wanted },
      update: { wanted },
    });
    await audit({
      actor,
      action: 'network.change',
      subject: 'network',
      detail: told(change),
      store: tx,
    });
    return after;
  });
}

/** Turns DNS on or off. */
export async function switchDns(given: { actor: Actor; on: boolean }): Promise<NetworkSettings> {
  return switchPart({ ...given, change: { dns: { enabled: given.on } } });
}

/** Turns DHCP and TFTP on or off: together they are what machines boot by. */
export async function switchPxe(given: { actor: Actor; on: boolean }): Promise<NetworkSettings> {
  const { on } = given;
  return switchPart({
    ...given,
    change: { dhcp: { mode: on ? 'full' : 'off' }, tftp: { enabled: on } },
  });
}

async function switchPart(given: {
  actor: Actor;
  on: boolean;
  change: NetworkChange;
}): Promise<NetworkSettings> {
  const settings = await networkSettings();
  if (given.on && settings.interface === null) {
    throw new AppError({
      class: 'conflict',
      code: 'ERR_NO_INTERFACE',
      message: 'Choose the interface that machines are plugged into first.',
      field: 'interface',
    });
  }
  return changeNetwork({ actor: given.actor, change: given.change });
}

/** True where dnsmasq has anything to do. */
export function anyWanted(settings: NetworkSettings): boolean {
  return settings.dns.enabled || settings.dhcp.mode !== 'off' || settings.tftp.enabled;
}

async function refuseMisfits(after: NetworkSettings, before: NetworkSettings): Promise<void> {
  const fields: { field: string; message: string }[] = [];
  if (after.dns.hosts !== before.dns.hosts && after.dns.hosts !== null) {
    fields.push(
      ...parseHosts(after.dns.hosts).problems.map((one) => ({
        field: `dns.hosts.${one.line}`,
        message: `Line ${one.line}, column ${one.column}: ${one.message}`,
      })),
    );
  }
  const living = (await workers()).filter((worker) => worker.alive);
  const known = living.flatMap((worker) => worker.interfaces);
  if (after.interface !== null) {
    const iface = known.find((one) => one.name === after.interface);
    if (iface) {
      const own = servingAddress(iface);
      if (own) fields.push(...settingsProblems({ settings: after, own }));
      else if (anyWanted(after)) {
        fields.push({ field: 'interface', message: `${iface.name} has no IPv4 address.` });
      }
    } else if (living.length > 0 && after.interface !== before.interface) {
      const names = [...new Set(known.map((one) => one.name))].join(', ');
      fields.push({
        field: 'interface',
        message: `No machine of ours has an interface ${after.interface}. There are: ${names}.`,
      });
    }
  }
  if (fields.length === 0) return;
  throw new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_INPUT',
    message: fields
      .map((one) => `${one.field}: ${one.message}`)
      .join('; ')
      .slice(0, 2_000),
    fields,
  });
}

/** A change for the audit trail: a hosts text is told by its size. */
function told(change: NetworkChange): Record<string, unknown> {
  const hosts = change.dns?.hosts;
  const dns = change.dns && {
    ...change.dns,
    ...(typeof hosts === 'string' ? { hosts: `${hosts.split('\n').length} lines` } : {}),
  };
  return { ...change, dns };
}

/** Removes all but the newest `keep` lines of each service's log; gives how many went. */
export async function pruneServiceLines(keep = 10_000): Promise<number> {
  const services = await db().serviceLine.groupBy({ by: ['service'] });
  let gone = 0;
  for (const { service } of services) {
    const edge = await db().serviceLine.findFirst({
      where: { service },
      orderBy: { id: 'desc' },
      skip: keep,
      select: { id: true },
    });
    if (!edge) continue;
    const removed = await db().serviceLine.deleteMany({
      where: { service, id: { lte: edge.id } },
    });
    gone += removed.count;
  }
  return gone;
}
