/** What a machine on the wire gets from the worker's dnsmasq, and what is seen of it. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WiredWorker } from '@/e2e/fixtures/wired-worker';
import { wire } from '@/e2e/lab/namespace';
import { systemActor as actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { enqueue } from '@/lib/jobs/enqueue';
import { dnsmasqStatus, networkView } from '@/lib/network/data';
import { changeNetwork } from '@/lib/network/mutations';

const loader = randomBytes(300_000);
const mac = '52:54:00:77:00:01';
let worker: WiredWorker;

beforeAll(async () => {
  const folder = dataPath('publications', 'test');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'snponly.efi'), loader);
  symlinkSync('publications/test', dataPath('tftp'));
  worker = await WiredWorker.create();
});

afterEach(() => worker.unplug());
afterAll(() => worker.remove());

async function eventsOf(card: string): Promise<string[]> {
  const rows = await db().event.findMany({ where: { mac: card }, orderBy: { id: 'asc' } });
  return rows.map((row) => `${row.source}: ${row.message}`);
}

async function addHost(given: { name: string; mac: string; address: string }): Promise<string> {
  const name = 'lab';
  const team = await db().team.upsert({ where: { name }, create: { name }, update: {} });
  const macs = { create: { mac: given.mac } };
  const { id } = await db().host.create({
    data: { name: given.name, address: given.address, teamId: team.id, macs },
  });
  return id;
}

test('the worker tells its interfaces, and when asked, that nobody else serves DHCP', async () => {
  await enqueue('probe-network', { interfaces: [wire.bridge] });
  await worker.until(async () => (await worker.heard()) !== undefined, 20_000);
  const { interfaces } = await networkView({ actor });
  const bridge = interfaces.find((one) => one.name === wire.bridge);
  expect(bridge).toMatchObject({ up: true, carrier: true, kind: 'bridge', mac: wire.mac });
  expect(bridge?.addresses).toContainEqual({
    address: wire.server,
    prefix: wire.prefix,
    family: 'ipv4',
    scope: 'global',
    dynamic: false,
  });
  expect(bridge?.dhcpProbe).toMatchObject({ servers: [], problem: null });
});

test('firmware gets an address and its loader, then iPXE the script; all is on its timeline', async () => {
  await worker.serve();
  const client = await worker.plugIn(mac);
  const vendorClass = 'PXEClient:Arch:00007:UNDI:003016';
  const first = await client.dhcp({ vendorClass, architecture: 7 });
  expect(first).toMatchObject({ bootFile: 'snponly.efi', server: wire.server, router: null });
  expect(await client.tftp({ server: wire.server, file: 'snponly.efi' })).toEqual({
    size: loader.length,
    sha256: createHash('sha256').update(loader).digest('hex'),
  });
  await expect(client.tftp({ server: wire.server, file: 'secret.key' })).rejects.toThrow();
  const second = await client.dhcp({ userClass: 'iPXE' });
  const script = `http://${wire.server}:3000/api/pxeboot/autoexec.ipxe`;
  expect(second?.bootFile).toBe(script);
  await worker.until(async () => (await eventsOf(mac)).length >= 8);
  const address = first?.address;
  expect(await eventsOf(mac)).toEqual([
    'dhcp: DISCOVER, UEFI x64, vendor PXEClient',
    `dhcp: offered ${address}, snponly.efi`,
    `dhcp: given ${address}, snponly.efi`,
    'tftp: snponly.efi 300 KB',
    'tftp: secret.key was asked for, and is not there',
    expect.stringMatching(/^dhcp: DISCOVER, iPXE, vendor udhcp/),
    `dhcp: offered ${address}, ${script}`,
    `dhcp: given ${address}, ${script}`,
  ]);
  await worker.until(async () => (await db().lease.count({ where: { mac, address } })) === 1);
});

test('TFTP gives nothing from outside its root', async () => {
  await worker.serve();
  writeFileSync(dataPath('private'), 'not for machines');
  const client = await worker.plugIn(mac);
  await client.dhcp();
  for (const file of ['../private', '/../private', '../../private', dataPath('private')]) {
    const argv = ['busybox', 'tftp', '-g', '-r', file, '-l', dataPath('stolen'), wire.server];
    expect((await client.run(argv, true)).exitCode).not.toBe(0);
  }
});

test('a new host is reserved and in DNS without a restart; so is its end', async () => {
  await worker.serve();
  const card = '52:54:00:77:00:02';
  const client = await worker.plugIn(card);
  await client.dhcp();
  const { pid } = await dnsmasqStatus();
  const name = { server: wire.server, name: 'node-2.lab.internal' };
  const id = await addHost({ name: 'node-2', mac: card, address: '10.77.0.52' });
  await worker.until(async () => (await client.lookUp(name)).join() === '10.77.0.52');
  expect(await client.dhcp()).toMatchObject({ address: '10.77.0.52' });
  await db().host.delete({ where: { id } });
  await worker.until(async () => (await client.dhcp())?.address !== '10.77.0.52');
  await worker.until(async () => (await client.lookUp(name)).length === 0);
  expect((await dnsmasqStatus()).pid).toBe(pid);
});

test('a host that wants iPXE with its own drivers gets that', async () => {
  await worker.serve();
  const card = '52:54:00:77:00:03';
  const id = await addHost({ name: 'node-3', mac: card, address: '10.77.0.53' });
  await db().host.update({ where: { id }, data: { bootloader: 'ipxe' } });
  const client = await worker.plugIn(card);
  await worker.until(async () => (await client.dhcp({ architecture: 7 }))?.bootFile === 'ipxe.efi');
});

test('names that people write are answered, and a changed setting is in force', async () => {
  await worker.serve();
  const client = await worker.plugIn(mac);
  await client.dhcp();
  await changeNetwork({ actor, change: { dns: { hosts: '10.77.0.9 nas.lab.internal nas\n' } } });
  const name = { server: wire.server, name: 'nas.lab.internal' };
  await worker.until(async () => (await client.lookUp(name)).join() === '10.77.0.9');
  await changeNetwork({ actor, change: { dhcp: { router: '10.77.0.254' } } });
  const changed = Date.now();
  await worker.until(async () => {
    const [row] = await db().service.findMany();
    return row?.observed === 'on' && (row.config?.includes('10.77.0.254') ?? false);
  });
  expect(Date.now() - changed).toBeLessThan(2_000);
  expect(await client.dhcp()).toMatchObject({ router: '10.77.0.254' });
});
