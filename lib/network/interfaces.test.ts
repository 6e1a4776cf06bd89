import { expect, test } from 'vitest';
import { canServe, ipv6Prefixes, parseInterfaces, servingAddress } from './interfaces';

/** Of `ip -d -j address show`, shortened. */
const output = JSON.stringify([
  {
    ifname: 'lo',
    flags: ['LOOPBACK', 'UP', 'LOWER_UP'],
    link_type: 'loopback',
    address: '00:00:00:00:00:00',
    addr_info: [{ family: 'inet', local: '127.0.0.1', prefixlen: 8, scope: 'host' }],
  },
  {
    ifname: 'br0',
    flags: ['BROADCAST', 'UP', 'LOWER_UP'],
    link_type: 'ether',
    address: '52:54:00:77:ff:01',
    linkinfo: { info_kind: 'bridge' },
    addr_info: [
      { family: 'inet', local: '10.77.0.1', prefixlen: 24, scope: 'global' },
      { family: 'inet6', local: 'fd00:77::1', prefixlen: 64, scope: 'global' },
      { family: 'inet6', local: 'fd00:77::5054', prefixlen: 64, scope: 'global', dynamic: true },
      { family: 'inet6', local: 'fe80::1', prefixlen: 64, scope: 'link' },
    ],
  },
  { ifname: 'enp3s0', flags: ['BROADCAST'], link_type: 'ether', address: '52:54:00:77:ff:02' },
  { nonsense: true },
]);

test('interfaces with kind, state and addresses', () => {
  const [lo, br0, enp3s0, ...more] = parseInterfaces(output);
  expect(more).toEqual([]);
  expect(lo).toMatchObject({ name: 'lo', kind: 'loopback', mac: null });
  expect(br0).toMatchObject({ kind: 'bridge', up: true, carrier: true, mac: '52:54:00:77:ff:01' });
  expect(enp3s0).toMatchObject({ kind: 'physical', up: false, carrier: false, addresses: [] });
});

test('what serves machines, and by which addresses', () => {
  const [lo, br0, enp3s0] = parseInterfaces(output);
  expect([lo, br0, enp3s0].map((one) => one && canServe(one))).toEqual([false, true, true]);
  expect(servingAddress(br0)).toEqual({ address: '10.77.0.1', prefix: 24 });
  expect(servingAddress(lo)).toBeNull();
  expect(servingAddress(undefined)).toBeNull();
  // What an advertisement gave us may have been our own; only what a person gave counts.
  expect(ipv6Prefixes(br0)).toEqual(['fd00:77::1/64']);
});

test('what is no such output is an error', () => {
  expect(() => parseInterfaces('command not found')).toThrow();
});
