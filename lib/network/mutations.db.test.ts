import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { isAppError } from '@/lib/core/errors';
import { leases, networkSettings, networkView, partLog, partStatus, serviceState } from './data';
import { configurationInForce, hostsText } from './follow';
import { changeNetwork, pruneServiceLines, switchDns, switchPxe } from './mutations';
import {
  addServiceLines,
  announceWorker,
  dismissWorker,
  recordService,
  replaceLeases,
} from './observed/mutations';
import type { NetworkChange } from './schema';

const actor = systemActor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
});

afterAll(closeDatabase);

async function announce(): Promise<void> {
  const address = { family: 'ipv4' as const, scope: 'global', dynamic: false };
  await announceWorker({
    id: 'w1',
    hostname: 'box',
    pid: 1,
    startedAt: new Date(),
    interfaces: [
      {
        name: 'br0',
        mac: '52:54:00:77:ff:01',
        up: true,
        carrier: true,
        kind: 'bridge',
        addresses: [{ address: '10.77.0.1', prefix: 24, ...address }],
      },
      {
        name: 'eth1',
        mac: '52:54:00:77:ff:02',
        up: true,
        carrier: true,
        kind: 'physical',
        addresses: [],
      },
    ],
    ports: [],
    tools: { dnsmasq: '/usr/sbin/dnsmasq', dnsmasqPrivileges: 'root' },
  });
}

async function refusal(change: NetworkChange): Promise<string[]> {
  try {
    await changeNetwork({ actor, change });
  } catch (error) {
    if (isAppError(error)) return error.fields.map((one) => `${one.field}: ${one.message}`);
    throw error;
  }
  return [];
}

test('settings are kept, the service is wanted, and the change is audited without the text of hosts', async () => {
  await announce();
  await changeNetwork({ actor, change: { interface: 'br0', dns: { hosts: '10.77.0.9 nas\n' } } });
  expect((await serviceState('dnsmasq'))?.wanted).toBe(false);
  await switchDns({ actor, on: true });
  await switchPxe({ actor, on: true });
  expect(await networkSettings()).toMatchObject({
    interface: 'br0',
    dhcp: { mode: 'full' },
    dns: { enabled: true, hosts: '10.77.0.9 nas\n' },
    tftp: { enabled: true },
  });
  expect((await serviceState('dnsmasq'))?.wanted).toBe(true);
  await switchDns({ actor, on: false });
  await switchPxe({ actor, on: false });
  expect((await serviceState('dnsmasq'))?.wanted).toBe(false);
  const entries = await db().auditEntry.findMany({ orderBy: { id: 'asc' } });
  expect(entries).toHaveLength(5);
  expect(entries[0]?.detail).toEqual({ interface: 'br0', dns: { hosts: '2 lines' } });
});

test('what does not fit is refused by field, and nothing of the change is kept', async () => {
  await announce();
  expect(await refusal({ interface: 'eth9' })).toEqual([
    'interface: No machine of ours has an interface eth9. There are: br0, eth1.',
  ]);
  expect(await refusal({ interface: 'eth1', dns: { enabled: true } })).toEqual([
    'interface: eth1 has no IPv4 address.',
  ]);
  expect(
    await refusal({
      interface: 'br0',
      dhcp: { mode: 'full', rangeStart: '10.9.0.1', rangeEnd: '10.77.0.9' },
    }),
  ).toEqual(['dhcp.rangeStart: 10.9.0.1 is not in 10.77.0.0/24, the network of br0.']);
  expect(await refusal({ dns: { hosts: '10.0.0.1 ok\nnonsense here\n' } })).toEqual([
    'dns.hosts.2: Line 2, column 1: "nonsense" is not an IP address. A line begins with one, then its names.',
  ]);
  expect((await networkSettings()).interface).toBeNull();
});

test('without a worker nothing can be checked, and the interface is believed', async () => {
  expect(await refusal({ interface: 'eth9' })).toEqual([]);
  const { findings } = await networkView({ actor });
  expect(findings.map((one) => one.code)).toEqual(['no-worker']);
});

test('nothing can be turned on before an interface is chosen', async () => {
  await expect(switchPxe({ actor, on: true })).rejects.toMatchObject({ code: 'ERR_NO_INTERFACE' });
});

test('two changes at once both count', async () => {
  await announce();
  await Promise.all([
    changeNetwork({ actor, change: { domain: 'a.example' } }),
    changeNetwork({ actor, change: { dhcp: { leaseSeconds: 777 } } }),
    changeNetwork({ actor, change: { dns: { upstream: ['9.9.9.9'] } } }),
  ]);
  expect(await networkSettings()).toMatchObject({
    domain: 'a.example',
    dhcp: { leaseSeconds: 777 },
    dns: { upstream: ['9.9.9.9'] },
  });
});

test('the inherited codes before anything was set, and the texts after', async () => {
  await expect(configurationInForce({ actor })).rejects.toMatchObject({
    code: 'ERR_DNS_SCRIPT_NOT_FOUND',
  });
  await expect(hostsText()).rejects.toMatchObject({ code: 'ERR_HOSTS_NOT_FOUND' });
  await expect(partLog('dns')).rejects.toMatchObject({
    code: 'ERR_LOGS_NOT_FOUND_SERVICE_NOT_RUNNING',
  });
  await announce();
  await changeNetwork({ actor, change: { interface: 'br0', dns: { hosts: '' } } });
  expect(await configurationInForce({ actor })).toContain('interface=br0\n');
  expect(await hostsText()).toBe('');
  const lines = ['dnsmasq[1]: started', 'dnsmasq-dhcp[1]: read', 'dnsmasq-tftp[1]: sent'];
  const at = new Date('2026-01-02T03:04:05Z');
  await addServiceLines({ service: 'dnsmasq', lines: lines.map((line) => ({ at, line })) });
  expect(await partLog('dns')).toBe('2026-01-02T03:04:05.000Z dnsmasq[1]: started\n');
  expect((await partLog('pxeboot')).split('\n')).toHaveLength(3);
});

test('cards of other teams are not in the configuration that a team is shown', async () => {
  await announce();
  const owner = await db().team.create({ data: { name: 'own', owner: true } });
  const guest = await db().team.create({ data: { name: 'guest' } });
  await db().host.create({
    data: {
      name: 'a',
      teamId: owner.id,
      bootloader: 'ipxe',
      macs: { create: { mac: '52:54:00:00:00:01' } },
    },
  });
  await changeNetwork({ actor, change: { interface: 'br0', dhcp: { mode: 'full' } } });
  const as = (team: { id: string; owner: boolean }): Actor => ({
    ...actor,
    teamId: team.id,
    owner: team.owner,
    role: 'viewer',
  });
  expect((await networkView({ actor: as(owner) })).config).toContain('52:54:00:00:00:01');
  expect((await networkView({ actor: as(guest) })).config).not.toContain('52:54:00:00:00:01');
  expect(await configurationInForce({ actor: as(guest) })).not.toContain('52:54:00:00:00:01');
  await replaceLeases([
    { mac: '52:54:00:00:00:01', address: '10.77.0.5', name: 'a', expiresAt: null },
    { mac: '52:54:00:00:00:02', address: '10.77.0.6', name: null, expiresAt: new Date(1e12) },
  ]);
  expect((await leases({ actor: as(owner) })).map((one) => one.host?.name)).toEqual([
    'a',
    undefined,
  ]);
  expect(await leases({ actor: as(guest) })).toEqual([]);
  await replaceLeases([]);
  expect(await leases({ actor: as(owner) })).toEqual([]);
});

test('what is observed: since when moves only with the state; a worker that left is not alive', async () => {
  const observe = (observed: 'on' | 'failed', pid: number) =>
    recordService({ name: 'dnsmasq', observed, reason: null, pid, config: 'x=1\n' });
  await observe('on', 1);
  const first = (await serviceState('dnsmasq'))?.since;
  await observe('on', 2);
  expect((await serviceState('dnsmasq'))?.since).toEqual(first);
  await observe('failed', 2);
  expect((await serviceState('dnsmasq'))?.since).not.toEqual(first);
  expect((await partStatus('dns')).wanted).toBe(false);
  await announce();
  expect((await networkView({ actor })).interfaces).toHaveLength(2);
  await dismissWorker('w1');
  expect((await networkView({ actor })).findings[0]?.code).toBe('no-worker');
});

test('a log is bounded, each service by itself', async () => {
  const at = new Date();
  const lines = Array.from({ length: 30 }, (_, i) => ({ at, line: `line ${i}` }));
  await addServiceLines({ service: 'dnsmasq', lines });
  await addServiceLines({ service: 'tunnel', lines: lines.slice(0, 5) });
  expect(await pruneServiceLines(10)).toBe(20);
  expect(await db().serviceLine.count({ where: { service: 'tunnel' } })).toBe(5);
  const kept = await db().serviceLine.findMany({
    where: { service: 'dnsmasq' },
    orderBy: { id: 'asc' },
  });
  expect(kept[0]?.line).toBe('line 20');
});
