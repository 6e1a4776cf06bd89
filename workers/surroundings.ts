/** What this worker sees around itself: interfaces, holders of ports, programs. */
import { accessSync, constants } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnvironment } from '@/lib/core/env';
import { run } from '@/lib/core/exec';
import { parseInterfaces } from '@/lib/network/interfaces';
import { parseDevices, readPortUses } from '@/lib/network/ports';
import {
  type DhcpProbe,
  type NetworkInterface,
  neededPorts,
  type PortUse,
} from '@/lib/network/schema';

/** Programs that some part of the product uses, and that may be missing. */
const programs = [
  'dnsmasq',
  'ip',
  'ss',
  'qemu-img',
  'mmdebstrap',
  'apt-get',
  'dpkg',
  'zstd',
  'cpio',
  'busybox',
  'shellcheck',
  'python3',
] as const;

/** Answers to our questions for DHCP servers, by interface; kept for the life of the process. */
const probes = new Map<string, DhcpProbe>();

export function keepProbe(given: { name: string; probe: DhcpProbe }): void {
  probes.set(given.name, given.probe);
}

/** The interfaces of this machine, each with the last answer about its DHCP servers. */
export async function lookAtInterfaces(): Promise<NetworkInterface[]> {
  const found = await listInterfaces();
  return found.map((one) => {
    const probe = probes.get(one.name);
    return probe ? { ...one, dhcpProbe: probe } : one;
  });
}

async function listInterfaces(): Promise<NetworkInterface[]> {
  const ip = findProgram('ip');
  if (!ip) return plainInterfaces();
  const args = ['-d', '-j', 'address', 'show'];
  return parseInterfaces(await run({ program: ip, args, timeout: 5_000 }));
}

/** Without iproute2: only interfaces that are up and have an address. */
function plainInterfaces(): NetworkInterface[] {
  return Object.entries(os.networkInterfaces()).map(([name, addresses = []]) => ({
    name,
    mac: addresses[0]?.internal ? null : (addresses[0]?.mac ?? null),
    up: true,
    carrier: true,
    kind: addresses[0]?.internal ? 'loopback' : 'unknown',
    addresses: addresses.map((one) => ({
      address: one.address,
      prefix: Number(one.cidr?.split('/')[1] ?? 32),
      family: one.family === 'IPv4' ? ('ipv4' as const) : ('ipv6' as const),
      scope: one.address.startsWith('fe80:') ? 'link' : one.internal ? 'host' : 'global',
      dynamic: false,
    })),
  }));
}

/** Who holds the ports that serving machines needs. */
export async function lookAtPorts(ownPids: number[]): Promise<PortUse[]> {
  const ss = findProgram('ss');
  const text = ss
    ? await run({ program: ss, args: ['-H', '-l', '-n', '-u', '-t', '-p'], timeout: 5_000 }).catch(
        () => '',
      )
    : '';
  return readPortUses({ ports: neededPorts, devices: parseDevices(text), ownPids });
}

/** Program → path, null where it is not installed; and what dnsmasq is allowed. */
export async function lookAtTools(): Promise<Record<string, string | null>> {
  const found = Object.fromEntries(programs.map((name) => [name, findProgram(name)]));
  return { ...found, dnsmasqPrivileges: await dnsmasqPrivileges(found.dnsmasq ?? null) };
}

/** root, capabilities (of the program), or none. */
async function dnsmasqPrivileges(program: string | null): Promise<string> {
  if (process.getuid?.() === 0) return 'root';
  const getcap = findProgram('getcap');
  if (!program || !getcap) return 'none';
  const text = await run({ program: getcap, args: [program], timeout: 5_000 }).catch(() => '');
  return /cap_net_admin/.test(text) && /cap_net_raw/.test(text) ? 'capabilities' : 'none';
}

/** Daemons are in sbin folders, which the PATH of a person often lacks. */
export function findProgram(name: string): string | null {
  const folders = [
    ...(childEnvironment().PATH ?? '').split(path.delimiter),
    '/usr/local/sbin',
    '/usr/sbin',
    '/sbin',
    '/usr/bin',
    '/bin',
  ];
  const candidates = folders.filter(path.isAbsolute).map((folder) => path.join(folder, name));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
