/**
 * dnsmasq as one writes it by hand. It serves the lab's own tests and is the
 * peer in the bench; the product's dnsmasq is described in `lib/network`.
 */
import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Namespace, wire } from '@/e2e/lab/namespace';

export interface PlainDnsmasq {
  /** Everything it has logged so far. */
  log(): string;
  stop(): Promise<void>;
}

export interface PlainDnsmasqWish {
  namespace: Namespace;
  /** For its configuration and leases. */
  folder: string;
  tftpRoot: string;
  /** What iPXE gets as its file name. */
  script: string;
  /** TFTP names by client architecture (DHCP option 93). */
  loaders: { bios: string; uefi: string };
  /** URL for UEFI HTTP Boot (architecture 16). */
  httpLoader?: string;
}

/** The configuration, without comments. */
export function plainConfiguration(wish: PlainDnsmasqWish): string {
  const lines = [
    `interface=${wire.bridge}`,
    'bind-interfaces',
    'no-resolv',
    'no-hosts',
    'no-ping',
    'log-dhcp',
    'dhcp-authoritative',
    'dhcp-range=10.77.0.100,10.77.0.199,255.255.255.0,1h',
    // The iPXE of 2019 waits 15 s for an IPv6 router unless one speaks.
    'enable-ra',
    'dhcp-range=fd00:77::,ra-only,64,10m',
    `dhcp-leasefile=${join(wish.folder, 'leases')}`,
    'enable-tftp',
    `tftp-root=${wish.tftpRoot}`,
    'dhcp-match=set:bios,option:client-arch,0',
    'dhcp-match=set:uefi,option:client-arch,7',
    'dhcp-match=set:uefi,option:client-arch,9',
    'dhcp-match=set:http,option:client-arch,16',
    'dhcp-userclass=set:ipxe,iPXE',
    // iPXE option 176.1: do not wait for ProxyDHCP offers.
    'dhcp-option=encap:175,176,1b',
    `dhcp-boot=tag:ipxe,${wish.script}`,
    `dhcp-boot=tag:!ipxe,tag:bios,${wish.loaders.bios}`,
    `dhcp-boot=tag:!ipxe,tag:uefi,${wish.loaders.uefi}`,
    ...(wish.httpLoader
      ? [
          `dhcp-boot=tag:!ipxe,tag:http,${wish.httpLoader}`,
          'dhcp-option-force=tag:http,60,HTTPClient',
        ]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Somebody else's DHCP server, which gives addresses and has never heard of us. */
function foreignConfiguration({ folder }: { folder: string }): string {
  const lines = [
    `interface=${wire.bridge}`,
    'bind-interfaces',
    'no-resolv',
    'no-hosts',
    'no-ping',
    'dhcp-authoritative',
    'dhcp-range=10.77.0.100,10.77.0.199,255.255.255.0,1h',
    `dhcp-leasefile=${join(folder, 'leases')}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** Starts that one inside the namespace; comes back when it serves. */
export function startForeignDnsmasq(given: {
  namespace: Namespace;
  folder: string;
}): Promise<PlainDnsmasq> {
  const text = foreignConfiguration(given);
  return startDnsmasq({ ...given, text, serves: /DHCP, IP range/ });
}

/** Starts it inside the namespace; comes back when it serves. */
export function startPlainDnsmasq(wish: PlainDnsmasqWish): Promise<PlainDnsmasq> {
  const { namespace, folder } = wish;
  const text = plainConfiguration(wish);
  return startDnsmasq({ namespace, folder, text, serves: /TFTP root is/ });
}

async function startDnsmasq(given: {
  namespace: Namespace;
  folder: string;
  text: string;
  /** What it logs when it does. */
  serves: RegExp;
}): Promise<PlainDnsmasq> {
  const file = join(given.folder, 'dnsmasq.conf');
  await writeFile(file, given.text);
  const child: ChildProcess = given.namespace.spawnInside(
    ['dnsmasq', '--keep-in-foreground', '--log-facility=-', '--user=root', '-C', file],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  for (let tries = 0; !given.serves.test(text); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error(`dnsmasq did not start: ${text}`);
    await sleep(20);
  }
  return {
    log: () => text,
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGTERM');
      await ended;
    },
  };
}
