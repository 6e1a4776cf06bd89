/** Reads of what other domains keep, as DHCP and DNS need it: hosts, whose cards these are, loaders. */
import { bootFiles } from '@/lib/builds/builders/loaders/publication';
import { readPublication } from '@/lib/builds/publication/data';
import { db } from '@/lib/core/db';
import type { NetworkHost } from '../dnsmasq';

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
