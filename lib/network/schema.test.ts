import { expect, test } from 'vitest';
import { changed, networkChange, networkSettings } from './schema';

function refused(value: unknown): string[] {
  const result = networkChange.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

test('the defaults: nothing chosen, nothing on', () => {
  expect(networkSettings.parse({})).toEqual({
    interface: null,
    publicUrl: null,
    domain: 'lab.internal',
    dhcp: {
      mode: 'off',
      rangeStart: null,
      rangeEnd: null,
      leaseSeconds: 3600,
      router: null,
      dnsServers: [],
    },
    dns: { enabled: false, upstream: [], hosts: null },
    tftp: { enabled: false },
  });
});

test('a change touches what it names, and null is a value', () => {
  const first = changed(
    networkSettings.parse({}),
    networkChange.parse({
      interface: 'br0',
      dhcp: { router: '10.77.0.254' },
      dns: { enabled: true },
    }),
  );
  const second = changed(first, networkChange.parse({ dhcp: { router: null, leaseSeconds: 600 } }));
  expect(second).toMatchObject({
    interface: 'br0',
    dhcp: { router: null, leaseSeconds: 600, mode: 'off' },
    dns: { enabled: true },
  });
  expect(networkChange.parse({ dns: {} })).toEqual({ dns: {} });
});

test('whatever could become configuration is refused, by field', () => {
  expect(refused({ interface: 'br0\nserver=6.6.6.6' })).toEqual([
    'interface: Write the name of an interface, such as eth0.',
  ]);
  expect(refused({ interface: 'br0,lo' })).toHaveLength(1);
  expect(refused({ domain: 'lab.internal/' })).toEqual([
    'domain: Write a domain like lab.internal: letters, digits, hyphens and dots.',
  ]);
  expect(refused({ dhcp: { router: '10.0.0.1,10.0.0.2' } })).toEqual([
    'dhcp.router: Write an IPv4 address like 10.0.0.1.',
  ]);
  expect(refused({ dns: { upstream: ['9.9.9.9', '010.0.0.1'] } })).toEqual([
    'dns.upstream.1: Write an IPv4 address like 10.0.0.1.',
  ]);
  expect(refused({ dhcp: { leaseSeconds: 60 } })).toEqual([
    'dhcp.leaseSeconds: At least 120 seconds.',
  ]);
  expect(refused({ dhcp: { leaseSeconds: 1e9 } })).toEqual([
    'dhcp.leaseSeconds: At most seven days (604800 seconds).',
  ]);
  expect(refused({ publicUrl: 'http://10.0.0.1:3000/path' })).toHaveLength(1);
  expect(refused({ dhcp: { mode: 'maybe' } })).toEqual(['dhcp.mode: Write off or full.']);
  expect(refused({ nonsense: 1 })).toHaveLength(1);
});
