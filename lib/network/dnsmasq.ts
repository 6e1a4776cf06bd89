/**
 * dnsmasq's configuration, printed from typed values only: a comma or a
 * newline in a name would become configuration. Pure. The options are those
 * of dnsmasq(8), tried with 2.90.
 */
import type { BootFiles } from '@/lib/builds/builders/loaders/publication';
import { netmask, proposeRange, toNumber } from './ipv4';
import { domainName, type NetworkSettings } from './schema';

export interface DnsmasqWish {
  settings: NetworkSettings & { interface: string };
  /** Our address on the interface. */
  own: { address: string; prefix: number };
  /** Our IPv6 addresses there, such as `fd00:77::1/64`, without link-local ones. */
  ipv6: string[];
  publicUrl: string;
  /** Loaders by firmware: on the firmware's driver of the card, and with iPXE's own. */
  loaders: { firmware: BootFiles; drivers: BootFiles };
  /** Where the loaders are for UEFI HTTP Boot, with a slash at its end. */
  loadersUrl: string | null;
  /** Cards of the hosts that want iPXE's own drivers. */
  driverMacs: string[];
  /** The user that dnsmasq becomes when it is started by root. */
  user: string;
  paths: DnsmasqPaths;
}

export interface DnsmasqPaths {
  tftpRoot: string;
  leases: string;
  pid: string;
  /** Reservations; read again on SIGHUP. */
  dhcpHosts: string;
  /** Names of hosts, and those that people wrote; read again on SIGHUP. */
  hosts: string;
  customHosts: string;
}

/** User class (DHCP option 77) of our own question for other DHCP servers; see dhcp-probe.ts. */
export const probeUserClass = 'provisioner-probe';

/** Address ranges bigger than this are not given to more machines at once. */
const mostLeases = 20_000;

/** The whole configuration file. */
export function renderDnsmasq(wish: DnsmasqWish): string {
  return [...common(wish), ...dns(wish), ...dhcp(wish), ...tftp(wish), ''].join('\n');
}

/** What a configuration of ours does; for the two switches over one daemon. */
export function partsOf(config: string): { dns: boolean; dhcp: boolean; tftp: boolean } {
  return {
    dns: config !== '' && !/^port=0$/m.test(config),
    dhcp: /^dhcp-range=/m.test(config),
    tftp: /^enable-tftp$/m.test(config),
  };
}

function common({ settings, user, paths }: DnsmasqWish): string[] {
  return [
    '# Written by the provisioner from its settings. Changes made here are lost.',
    `interface=${settings.interface}`,
    'except-interface=lo',
    // Only this interface's addresses are bound, so that other servers of this machine can go on.
    'bind-interfaces',
    'no-resolv',
    'no-hosts',
    'log-facility=-',
    `user=${user}`,
    `pid-file=${paths.pid}`,
    `domain=${settings.domain}`,
  ];
}

function dns({ settings, paths }: DnsmasqWish): string[] {
  if (!settings.dns.enabled) return ['', '# DNS is off.', 'port=0'];
  return [
    '',
    '# DNS',
    `local=/${settings.domain}/`,
    'domain-needed',
    'bogus-priv',
    'cache-size=2000',
    `addn-hosts=${paths.hosts}`,
    `addn-hosts=${paths.customHosts}`,
    ...settings.dns.upstream.map((server) => `server=${server}`),
  ];
}

function dhcp(wish: DnsmasqWish): string[] {
  const { settings, own, paths } = wish;
  if (settings.dhcp.mode === 'off') return ['', '# DHCP is off.'];
  const range = rangeOf(wish);
  const size = Math.min(toNumber(range.end) - toNumber(range.start) + 1 + 1000, mostLeases);
  return [
    '',
    '# DHCP',
    'dhcp-authoritative',
    'log-dhcp',
    // The wait for an answer to a ping costs each machine up to three seconds.
    'no-ping',
    `dhcp-range=${range.start},${range.end},${netmask(own.prefix)},${settings.dhcp.leaseSeconds}`,
    `dhcp-lease-max=${size}`,
    `dhcp-leasefile=${paths.leases}`,
    `dhcp-hostsfile=${paths.dhcpHosts}`,
    // Without a value, the option is not sent: dnsmasq would name itself.
    `dhcp-option=option:router${settings.dhcp.router ? `,${settings.dhcp.router}` : ''}`,
    ...nameServers(wish),
    // Our own question for other DHCP servers; see dhcp-probe.ts.
    `dhcp-userclass=set:probe,${probeUserClass}`,
    'dhcp-ignore=tag:probe',
    // A machine that calls itself wpad would become everybody's proxy (CERT VU#598349).
    'dhcp-name-match=set:wpad,wpad',
    'dhcp-ignore-names=tag:wpad',
    ...routerAdvertisement(wish),
    ...boot(wish),
  ];
}

/** The range as it is set, or a proposal from the subnet. */
export function rangeOf(given: Pick<DnsmasqWish, 'settings' | 'own'>): {
  start: string;
  end: string;
} {
  const { rangeStart, rangeEnd } = given.settings.dhcp;
  const proposed = proposeRange(given.own);
  return {
    start: rangeStart ?? proposed?.start ?? given.own.address,
    end: rangeEnd ?? proposed?.end ?? rangeStart ?? given.own.address,
  };
}

function nameServers({ settings, own }: DnsmasqWish): string[] {
  const own53 = settings.dns.enabled ? [own.address] : [];
  const servers = settings.dhcp.dnsServers.length > 0 ? settings.dhcp.dnsServers : own53;
  return [`dhcp-option=option:dns-server${servers.map((one) => `,${one}`).join('')}`];
}

/**
 * Old iPXE (2019) waits 15 s for an IPv6 router on a wire that has none. We
 * speak as one with lifetime 0: nobody takes us for a way out (RFC 4861).
 */
function routerAdvertisement({ settings, ipv6 }: DnsmasqWish): string[] {
  if (ipv6.length === 0) return [];
  return [
    'enable-ra',
    `ra-param=${settings.interface},0,0`,
    ...ipv6.map((one) => {
      const [address, prefix] = one.split('/');
      return `dhcp-range=${address},ra-only,${prefix},10m`;
    }),
  ];
}

/**
 * Client architectures by DHCP option 93 (RFC 4578 and IANA's registry): 0
 * BIOS; 6 UEFI 32-bit; 7 and 9 UEFI x64; 11 UEFI arm64; 16 and 19 the same
 * two by UEFI HTTP Boot.
 */
const architectures = [
  { tag: 'bios', numbers: [0] },
  { tag: 'efi32', numbers: [6] },
  { tag: 'efi64', numbers: [7, 9] },
  { tag: 'arm64', numbers: [11] },
  { tag: 'http64', numbers: [16] },
  { tag: 'httparm64', numbers: [19] },
];

function boot(wish: DnsmasqWish): string[] {
  const { publicUrl, driverMacs } = wish;
  return [
    '',
    '# What machines boot',
    ...architectures.flatMap(({ tag, numbers }) =>
      numbers.map((number) => `dhcp-match=set:${tag},option:client-arch,${number}`),
    ),
    // iPXE says so by its user class and by option 175; else it would load itself for ever.
    'dhcp-userclass=set:ipxe,iPXE',
    'dhcp-match=set:ipxe,175',
    ...driverMacs.map((mac) => `dhcp-mac=set:drivers,${mac}`),
    `dhcp-boot=tag:ipxe,${publicUrl}/api/pxeboot/autoexec.ipxe`,
    // Option 176 within 175: iPXE need not wait for a proxy's offer.
    'dhcp-option=tag:ipxe,encap:175,176,1b',
    ...tftpLoaders(wish),
    ...httpLoaders(wish),
  ];
}

function tftpLoaders({ settings, loaders, driverMacs }: DnsmasqWish): string[] {
  if (!settings.tftp.enabled) return [];
  const named = (tag: string, key: keyof BootFiles) => {
    const { [key]: plain } = loaders.firmware;
    const { [key]: own } = loaders.drivers;
    if (!plain) return [];
    if (driverMacs.length === 0 || !own || own === plain) {
      return [`dhcp-boot=tag:!ipxe,tag:${tag},${plain}`];
    }
    return [
      `dhcp-boot=tag:!ipxe,tag:!drivers,tag:${tag},${plain}`,
      `dhcp-boot=tag:!ipxe,tag:drivers,tag:${tag},${own}`,
    ];
  };
  return [...named('bios', 'bios'), ...named('efi64', 'uefi64'), ...named('arm64', 'arm64')];
}

/** UEFI HTTP Boot wants its own word as vendor class (option 60), and a URL (UEFI 2.10, 24.7). */
function httpLoaders({ loadersUrl, loaders }: DnsmasqWish): string[] {
  if (!loadersUrl) return [];
  const named = (tag: string, name: string | null) =>
    name
      ? [
          `dhcp-boot=tag:!ipxe,tag:${tag},${loadersUrl}${name}`,
          `dhcp-option-force=tag:!ipxe,tag:${tag},60,HTTPClient`,
        ]
      : [];
  return [
    ...named('http64', loaders.firmware.uefi64),
    ...named('httparm64', loaders.firmware.arm64),
  ];
}

function tftp({ settings, paths }: DnsmasqWish): string[] {
  if (!settings.tftp.enabled) return ['', '# TFTP is off.'];
  return ['', '# TFTP', 'enable-tftp', `tftp-root=${paths.tftpRoot}`, 'tftp-max=1000'];
}

// ── the files beside it ──────────────────────────────────────────────────

export interface NetworkHost {
  name: string;
  macs: string[];
  address: string | null;
  bootloader: string;
}

const macForm = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/**
 * Reservations, one host a line. There is no `set:` in it: dnsmasq 2.90 ends
 * by a segmentation fault when it reads such a file again on SIGHUP.
 */
export function renderDhcpHosts(hosts: NetworkHost[]): string {
  return hosts
    .filter((host) => host.macs.length > 0 && domainName.safeParse(host.name).success)
    .map(({ macs, address, name }) =>
      [...macs.filter((mac) => macForm.test(mac)), ...(address ? [address] : []), name].join(','),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Names of hosts that have an address, and our own name, in hosts(5) syntax. */
export function renderHosts(given: { hosts: NetworkHost[]; domain: string; own: string }): string {
  const named = given.hosts.filter(
    (host) => host.address !== null && domainName.safeParse(host.name).success,
  );
  return [{ name: 'provisioner', address: given.own }, ...named]
    .map(({ name, address }) => `${address} ${name}.${given.domain} ${name}\n`)
    .join('');
}
