import { describe, expect, test } from 'vitest';
import { bootFiles } from '@/lib/builds/builders/loaders/publication';
import { clientArchitecture } from './client-architecture';
import { addressAnswer, bootFileAnswer, type DhcpClient } from './dhcp-answer';
import { type DnsmasqWish, renderDnsmasq } from './dnsmasq';
import { changed, type NetworkChange, networkSettings } from './schema';

const artifact = ['undionly.kpxe', 'ipxe.pxe', 'snponly.efi', 'ipxe.efi', 'ipxe-arm64.efi'];
const mac = '52:54:00:77:00:01';
const script = 'http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe';
const loadersUrl = 'http://10.77.0.1:3000/artifacts/ff/';

function world(given: { change?: NetworkChange; loaders?: string[]; url?: string | null } = {}) {
  const { change = {}, loaders = artifact, url = loadersUrl } = given;
  const on = changed(networkSettings.parse({}), {
    dhcp: { mode: 'full' },
    tftp: { enabled: true },
  });
  return {
    settings: { ...changed(on, change), interface: 'br0' },
    own: { address: '10.77.0.1', prefix: 24 },
    publicUrl: 'http://10.77.0.1:3000',
    loaders: {
      firmware: bootFiles({ artifact: loaders }),
      drivers: bootFiles({ artifact: loaders, drivers: 'ipxe' }),
    },
    loadersUrl: url,
  };
}

function client(given: Partial<DhcpClient> = {}): DhcpClient {
  return {
    mac,
    architecture: clientArchitecture({ platform: 'efi', arch: 'x86_64' }),
    host: { name: 'node-17', address: null, bootloader: 'auto' },
    leased: null,
    ...given,
  };
}

const said = (step: { reasons: { rule: string; outcome: string; text: string }[] }) =>
  step.reasons.map(({ rule, outcome, text }) => `${rule} ${outcome}: ${text}`);

describe('the address', () => {
  test('a reservation goes before a lease and the range', () => {
    const host = { name: 'node-17', address: '10.77.0.20', bootloader: 'auto' };
    const step = addressAnswer({ world: world(), client: client({ host, leased: '10.77.0.150' }) });
    expect(step.outcome).toBe('10.77.0.20, which is reserved for it.');
    expect(said(step)).toEqual([
      'reservation won: 10.77.0.20 is reserved for node-17.',
      'lease lost: It was leased 10.77.0.150 last, and gets it again while nobody else has it. What is above goes first.',
      'range lost: Any free address from 10.77.0.100 to 10.77.0.199. What is above goes first.',
    ]);
  });

  test('a reservation outside the network of the interface cannot be given there', () => {
    const host = { name: 'node-17', address: '10.0.0.20', bootloader: 'auto' };
    const step = addressAnswer({ world: world(), client: client({ host }) });
    expect(step.outcome).toBe('A free address from 10.77.0.100 to 10.77.0.199.');
    expect(said(step)[0]).toBe(
      'reservation lost: 10.0.0.20 is reserved for node-17, but it is not in 10.77.0.0/24, the network of br0, so DHCP cannot give it there.',
    );
  });

  test('without a reservation it is what it was leased, while that is in the range', () => {
    const given = { world: world(), client: client({ leased: '10.77.0.150' }) };
    expect(addressAnswer(given).outcome).toBe('10.77.0.150, which it had before.');
    const narrow = world({
      change: { dhcp: { rangeStart: '10.77.0.10', rangeEnd: '10.77.0.20' } },
    });
    expect(addressAnswer({ ...given, world: narrow })).toEqual({
      outcome: 'A free address from 10.77.0.10 to 10.77.0.20.',
      reasons: [
        { rule: 'reservation', outcome: 'lost', text: 'node-17 has no address reserved.' },
        {
          rule: 'lease',
          outcome: 'lost',
          text: 'It was leased 10.77.0.150 last, which is not in the range any more.',
        },
        {
          rule: 'range',
          outcome: 'won',
          text: 'Any free address from 10.77.0.10 to 10.77.0.20.',
        },
      ],
    });
  });

  test('strangers and machines that were never seen get one of the range', () => {
    const stranger = addressAnswer({ world: world(), client: client({ host: null }) });
    expect(said(stranger)[0]).toBe(
      `reservation lost: ${mac} belongs to no host, so no address is reserved for it.`,
    );
    const nobody = addressAnswer({ world: world(), client: client({ host: null, mac: null }) });
    expect(nobody.outcome).toBe('A free address from 10.77.0.100 to 10.77.0.199.');
  });

  test.each([
    [{ problem: 'No interface is chosen.' }, 'network lost: No interface is chosen.'],
    [
      world({ change: { dhcp: { mode: 'off' } } }),
      'dhcp lost: DHCP is off in the network settings.',
    ],
  ])('nobody is answered where nothing serves', (given, why) => {
    for (const step of [addressAnswer, bootFileAnswer]) {
      const answer = step({ world: given, client: client() });
      expect(answer.outcome).toMatch(/^Nothing from here\./);
      expect(said(answer)).toEqual([why]);
    }
  });
});

describe('the boot file', () => {
  test('by the firmware of the machine and the choice at its host', () => {
    const host = { name: 'node-17', address: null, bootloader: 'ipxe' };
    const step = bootFileAnswer({ world: world(), client: client({ host }) });
    expect(step.outcome).toBe('ipxe.efi by TFTP from 10.77.0.1, then the main script.');
    expect(said(step)).toEqual([
      'client architecture won: Its firmware calls itself UEFI x86-64 (option 93: 7).',
      "bootloader won: ipxe.efi, on iPXE's own drivers, because node-17 is set to it; snponly.efi is the other one.",
      `iPXE won: Once iPXE runs it asks again and says so (user class iPXE, option 175); then it is named ${script}, the main script.`,
    ]);
  });

  test('a firmware that we have no loader for gets none', () => {
    const architecture = clientArchitecture({ platform: 'efi', arch: 'i386' });
    const step = bootFileAnswer({ world: world(), client: client({ architecture }) });
    expect(step.outcome).toBe('No boot file: node-17 goes on with what its firmware has next.');
    expect(step.reasons.map(({ outcome }) => outcome)).toEqual(['lost', 'skipped']);
  });

  test.each([
    [{ change: { tftp: { enabled: false } } }, 'tftp lost: TFTP is off in the network settings.'],
    [{ loaders: [] }, 'bootloader lost: No loader is published for it.'],
  ])('what is missing is said', (given, why) => {
    const step = bootFileAnswer({ world: world(given), client: client() });
    expect(step.outcome).toMatch(/^No boot file/);
    expect(said(step)).toContain(why);
  });
});

// ── against the configuration itself ─────────────────────────────────────

/** What dnsmasq answers by this configuration: the last boot file whose tags all hold, as dnsmasq(8) says. */
function bootFileOf(given: { config: string; arch: number; mac: string; ipxe: boolean }) {
  const { config, arch } = given;
  const lines = config.split('\n');
  const tags = new Set<string>();
  for (const line of lines) {
    const match = /^dhcp-match=set:(\w+),option:client-arch,(\d+)$/.exec(line);
    if (match && Number(match[2]) === arch) tags.add(match[1] ?? '');
    const card = /^dhcp-mac=set:(\w+),(.*)$/.exec(line);
    if (card && card[2] === given.mac) tags.add(card[1] ?? '');
  }
  if (given.ipxe) tags.add('ipxe');
  const fitting = lines.flatMap((line) => {
    const match = /^dhcp-boot=((?:tag:!?\w+,)+)(.*)$/.exec(line);
    const wanted = match?.[1]?.split(',').filter(Boolean) ?? [];
    const holds = wanted.every((one) => {
      const tag = one.replace(/^tag:!?/, '');
      return one.startsWith('tag:!') ? !tags.has(tag) : tags.has(tag);
    });
    return match && holds ? [match[2] ?? ''] : [];
  });
  return fitting.at(-1) ?? null;
}

const machines = [
  { platform: 'pcbios', arch: 'i386' },
  { platform: 'efi', arch: 'x86_64' },
  { platform: 'efi', arch: 'arm64' },
  { platform: 'efi', arch: 'i386' },
  { platform: 'efi', arch: 'x86_64', http: true },
  { platform: 'efi', arch: 'arm64', http: true },
  { platform: 'pcbios', arch: 'i386', http: true },
  { platform: null, arch: null },
] as const;
const worlds = [
  world(),
  world({ change: { tftp: { enabled: false } } }),
  world({ url: null }),
  world({ loaders: ['undionly.kpxe', 'ipxe.efi'] }),
  world({ loaders: [] }),
];
const choices = ['auto', 'snponly', 'ipxe'] as const;

test.each(machines.flatMap((machine) => choices.map((bootloader) => ({ machine, bootloader }))))(
  'is what dnsmasq is configured to name: %o',
  ({ machine, bootloader }) => {
    for (const given of worlds) {
      const wish: DnsmasqWish = {
        ...given,
        ipv6: [],
        driverMacs: bootloader === 'ipxe' ? [mac, '52:54:00:77:00:09'] : ['52:54:00:77:00:09'],
        user: 'nobody',
        paths: {
          tftpRoot: '/t',
          leases: '/l',
          pid: '/p',
          dhcpHosts: '/d',
          hosts: '/h',
          customHosts: '/c',
        },
      };
      const config = renderDnsmasq(wish);
      const architecture = clientArchitecture(machine);
      const arch = architecture.number;
      const named = bootFileOf({ config, arch, mac, ipxe: false });
      const host = { name: 'node-17', address: null, bootloader };
      const { outcome } = bootFileAnswer({ world: given, client: client({ architecture, host }) });
      if (named === null) expect(outcome).toMatch(/^No boot file/);
      else expect(outcome.split(' ')[0]?.replace(/,$/, '')).toBe(named);
      expect(bootFileOf({ config, arch, mac, ipxe: true })).toBe(script);
    }
  },
);
