import { expect, test } from 'vitest';
import { examine } from './doctor';
import {
  changed,
  type NetworkChange,
  type NetworkInterface,
  networkSettings,
  type PortUse,
  type WorkerFacts,
} from './schema';

const on: NetworkChange = {
  interface: 'br0',
  dhcp: { mode: 'full' },
  dns: { enabled: true },
  tftp: { enabled: true },
};

function br0(given: Partial<NetworkInterface> = {}): NetworkInterface {
  return {
    name: 'br0',
    mac: '52:54:00:77:ff:01',
    up: true,
    carrier: true,
    kind: 'bridge',
    addresses: [
      { address: '10.77.0.1', prefix: 24, family: 'ipv4', scope: 'global', dynamic: false },
    ],
    ...given,
  };
}

function held(given: Partial<PortUse>): PortUse {
  return {
    port: 67,
    protocol: 'udp',
    address: '0.0.0.0',
    device: null,
    pid: 812,
    name: 'dnsmasq',
    startedBy: 'systemd',
    commandLine: '/usr/sbin/dnsmasq',
    ours: false,
    ...given,
  };
}

function findings(given: {
  change?: NetworkChange;
  iface?: NetworkInterface;
  ports?: PortUse[];
  tools?: Record<string, string | null>;
  alive?: boolean;
  publicUrl?: string | null;
}): string[] {
  const worker: WorkerFacts = {
    id: 'w',
    hostname: 'box',
    pid: 1,
    interfaces: [given.iface ?? br0()],
    ports: given.ports ?? [],
    tools: {
      dnsmasq: '/usr/sbin/dnsmasq',
      ip: '/sbin/ip',
      dnsmasqPrivileges: 'root',
      ...given.tools,
    },
    startedAt: '',
    heartbeatAt: '',
    alive: given.alive ?? true,
  };
  return examine({
    settings: changed(networkSettings.parse({}), given.change ?? on),
    worker,
    publicUrl: given.publicUrl === undefined ? 'http://10.77.0.1:3000' : given.publicUrl,
  })
    .filter((one) => one.level !== 'good')
    .map((one) => `${one.level}: ${one.title} ${one.mend ?? ''}`.trim());
}

test('nothing to say where all is well', () => {
  expect(findings({})).toEqual([]);
});

test('who holds a port, and what to do about each', () => {
  expect(findings({ ports: [held({})] })).toEqual([
    'problem: Port 67/udp is held by dnsmasq, pid 812, started by systemd. Stop it (systemctl stop dnsmasq, or kill 812), let it serve other interfaces only (bind-interfaces and except-interface), or choose another interface.',
  ]);
  const resolved = held({ port: 53, name: 'systemd-resolve', pid: 400 });
  expect(findings({ ports: [resolved] })[0]).toContain('Set DNSStubListener=no');
  const libvirt = held({
    pid: 900,
    commandLine: '/usr/sbin/dnsmasq --conf-file=/var/lib/libvirt/dnsmasq/default.conf',
  });
  expect(findings({ ports: [libvirt] })[0]).toContain('virsh net-destroy default');
  const hidden = held({ port: 69, pid: null, name: null, startedBy: null });
  expect(findings({ ports: [hidden] })).toEqual([
    "problem: Port 69/udp is held by a process that we may not see. Look as root: ss -lunpt 'sport = :69'",
  ]);
});

test('a socket of another interface or address, and ours, are not in the way', () => {
  const ports = [
    held({ device: 'virbr0' }),
    held({ port: 53, address: '127.0.0.53' }),
    held({ port: 53, address: '192.168.122.1' }),
    held({ ours: true }),
    held({ port: 4011 }),
  ];
  expect(findings({ ports })).toEqual([]);
  expect(findings({ ports: [held({ device: 'br0' })] })).toHaveLength(1);
  expect(findings({ ports: [held({ port: 53, address: '10.77.0.1' })] })).toHaveLength(1);
});

test('a part that is off needs no port', () => {
  const change = { ...on, dhcp: { mode: 'off' as const }, tftp: { enabled: false } };
  expect(findings({ change, ports: [held({})] })).toEqual([]);
});

test('interface down, without cable, without address, or not there', () => {
  expect(findings({ iface: br0({ up: false }) })).toEqual([
    'problem: br0 is down. Bring it up: ip link set br0 up',
  ]);
  expect(findings({ iface: br0({ carrier: false }) })).toEqual([
    'warning: br0 has no carrier: no cable, or nobody at its other end. Plug it in; serving begins by itself.',
  ]);
  expect(findings({ iface: br0({ addresses: [] }) })[0]).toBe(
    'problem: br0 has no IPv4 address. Give it one, such as: ip addr add 10.77.0.1/24 dev br0',
  );
  expect(findings({ change: { ...on, interface: 'eth9' } })).toEqual([
    'problem: There is no interface eth9 on box. Choose one of: br0.',
  ]);
});

test('no worker, no program, no privileges', () => {
  expect(findings({ alive: false })[0]).toContain('No worker is running');
  expect(findings({ tools: { dnsmasq: null } })).toEqual([
    'problem: dnsmasq is not installed on box. Install it: apt-get install dnsmasq-base',
  ]);
  expect(findings({ tools: { dnsmasqPrivileges: 'none' } })).toEqual([
    'problem: dnsmasq may not bind its ports: the worker is not root, and the program has no capabilities. Grant them to the program alone: sudo setcap cap_net_admin,cap_net_raw,cap_net_bind_service+ep /usr/sbin/dnsmasq',
  ]);
});

test('an address of ours that machines on the segment cannot reach', () => {
  expect(findings({ publicUrl: 'http://localhost:3000' })[0]).toContain(
    "every machine's own address",
  );
  expect(findings({ publicUrl: 'http://192.168.9.9:3000' })).toEqual([
    'warning: http://192.168.9.9:3000 is not on br0 (10.77.0.0/24): machines need a router to reach it. Name a router in the DHCP settings, or set PUBLIC_URL to an address on br0.',
  ]);
  expect(findings({ publicUrl: 'http://boot.example' })).toEqual([]);
});

test('other DHCP servers; we ourselves are none', () => {
  const server = { offered: '10.77.0.150', bootFile: null, router: null };
  const probe = { at: '', problem: null, servers: [{ server: '10.77.0.254', ...server }] };
  expect(findings({ iface: br0({ dhcpProbe: probe }) })).toEqual([
    'warning: Another DHCP server answers on br0: 10.77.0.254. Two servers in full mode take turns, and machines boot by luck. Turn one off, or plug machines into a network of their own.',
  ]);
  const own = { ...probe, servers: [{ server: '10.77.0.1', ...server }] };
  expect(findings({ iface: br0({ dhcpProbe: own }) })).toEqual([]);
});
