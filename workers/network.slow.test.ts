/**
 * The worker itself, with the real dnsmasq, on a wire of its own: what a
 * machine on that wire gets, and what happens when something goes wrong.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { nothingToBuild } from '@/e2e/fixtures/nothing-to-build';
import { Client } from '@/e2e/lab/client';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { systemActor } from '@/lib/auth/actor';
import { databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { enqueue } from '@/lib/jobs/enqueue';
import { dnsmasqStatus, networkView, partStatus, workers } from '@/lib/network/data';
import { changeNetwork, switchDns, switchPxe } from '@/lib/network/mutations';

const actor = systemActor;
const loader = randomBytes(300_000);
const mac = '52:54:00:77:00:01';

let namespace: Namespace;
let worker: ChildProcess;
let workerLog = '';
const clients: Client[] = [];

beforeAll(async () => {
  namespace = await Namespace.create();
  await nothingToBuild(databaseUrl());
  const folder = dataPath('publications', 'test');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'snponly.efi'), loader);
  symlinkSync('publications/test', dataPath('tftp'));
  await startWorker();
  await until(async () => (await workers()).some((one) => one.alive), 20_000);
});

afterAll(async () => {
  await endWorker('SIGTERM').catch(() => {});
  await closeJobs();
  await namespace.remove();
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.remove();
});

async function startWorker(): Promise<void> {
  const [program = '', ...args] = namespace.inside([
    process.execPath,
    '--import',
    'tsx',
    'workers/main.ts',
  ]);
  worker = spawn(program, args, {
    env: { ...process.env, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  worker.stderr?.on('data', (chunk: Buffer) => {
    workerLog += chunk.toString();
  });
}

async function endWorker(signal: NodeJS.Signals): Promise<number | null> {
  if (worker.exitCode !== null || worker.signalCode !== null) return worker.exitCode;
  const ended = new Promise<number | null>((resolve) => worker.once('exit', resolve));
  worker.kill(signal);
  return ended;
}

async function until(check: () => Promise<boolean>, limit = 8_000): Promise<number> {
  const before = Date.now();
  while (!(await check())) {
    if (Date.now() - before > limit) {
      const status = JSON.stringify(await dnsmasqStatus());
      throw new Error(`Not within ${limit} ms. ${status}\n${workerLog.slice(-3_000)}`);
    }
    await sleep(25);
  }
  return Date.now() - before;
}

const observed = (state: string) => async () => (await dnsmasqStatus()).observed === state;

async function serving(): Promise<void> {
  await changeNetwork({ actor, change: { interface: wire.bridge } });
  await switchPxe({ actor, on: true });
  await switchDns({ actor, on: true });
  await until(async () => {
    const parts = await Promise.all([partStatus('dns'), partStatus('pxeboot')]);
    return parts.every((part) => part.observed === 'on');
  });
}

/** One that has ended and is not waited for yet has no command line. */
function runs(pid: number | null): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

async function plugIn(card = mac): Promise<Client> {
  const client = await Client.plugIn({ namespace, mac: card });
  clients.push(client);
  return client;
}

async function eventsOf(card: string): Promise<string[]> {
  const rows = await db().event.findMany({ where: { mac: card }, orderBy: { id: 'asc' } });
  return rows.map((row) => `${row.source}: ${row.message}`);
}

async function addHost(given: { name: string; mac: string; address: string }): Promise<string> {
  const team = await db().team.upsert({
    where: { name: 'lab' },
    create: { name: 'lab', owner: true },
    update: {},
  });
  const host = await db().host.create({
    data: {
      name: given.name,
      address: given.address,
      teamId: team.id,
      macs: { create: { mac: given.mac } },
    },
  });
  return host.id;
}

test('the worker tells the interfaces of its machine, and when asked, that nobody else serves DHCP', async () => {
  await enqueue('probe-network', { interfaces: [wire.bridge] });
  await until(async () => {
    const { interfaces } = await networkView({ actor });
    return interfaces.find((one) => one.name === wire.bridge)?.dhcpProbe !== undefined;
  }, 15_000);
  const bridge = (await networkView({ actor })).interfaces.find((one) => one.name === wire.bridge);
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

test('UEFI firmware gets an address, its loader by TFTP, then iPXE the script; all is on its timeline', async () => {
  await serving();
  const client = await plugIn();
  const first = await client.dhcp({
    vendorClass: 'PXEClient:Arch:00007:UNDI:003016',
    architecture: 7,
  });
  expect(first).toMatchObject({ bootFile: 'snponly.efi', server: wire.server, router: null });
  const file = await client.tftp({ server: wire.server, file: 'snponly.efi' });
  expect(file).toEqual({
    size: loader.length,
    sha256: createHash('sha256').update(loader).digest('hex'),
  });
  await expect(client.tftp({ server: wire.server, file: 'secret.key' })).rejects.toThrow();
  const second = await client.dhcp({ userClass: 'iPXE' });
  expect(second?.bootFile).toBe(`http://${wire.server}:3000/api/pxeboot/autoexec.ipxe`);
  await until(async () => (await eventsOf(mac)).length >= 8);
  const address = first?.address;
  expect(await eventsOf(mac)).toEqual([
    'dhcp: DISCOVER, UEFI x64, vendor PXEClient',
    `dhcp: offered ${address}, snponly.efi`,
    `dhcp: given ${address}, snponly.efi`,
    'tftp: snponly.efi 300 KB',
    'tftp: secret.key was asked for, and is not there',
    'dhcp: DISCOVER, iPXE, vendor udhcp 1.35.0',
    `dhcp: offered ${address}, http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe`,
    `dhcp: given ${address}, http://10.77.0.1:3000/api/pxeboot/autoexec.ipxe`,
  ]);
  await until(async () => (await db().lease.count({ where: { mac, address } })) === 1);
});

test('a new host is reserved and in DNS within a second, without a restart; so is its end', async () => {
  await serving();
  const card = '52:54:00:77:00:02';
  const client = await plugIn(card);
  await client.dhcp();
  const before = (await dnsmasqStatus()).pid;
  const id = await addHost({ name: 'node-2', mac: card, address: '10.77.0.52' });
  await sleep(1_000);
  expect(await client.dhcp()).toMatchObject({ address: '10.77.0.52' });
  const name = { server: wire.server, name: 'node-2.lab.internal' };
  expect(await client.lookUp(name)).toEqual(['10.77.0.52']);
  await db().host.delete({ where: { id } });
  await sleep(1_000);
  expect((await client.dhcp())?.address).not.toBe('10.77.0.52');
  expect(await client.lookUp(name)).toEqual([]);
  expect((await dnsmasqStatus()).pid).toBe(before);
});

test('a host that wants iPXE with its own drivers gets that', async () => {
  await serving();
  const card = '52:54:00:77:00:03';
  const id = await addHost({ name: 'node-3', mac: card, address: '10.77.0.53' });
  await db().host.update({ where: { id }, data: { bootloader: 'ipxe' } });
  await sleep(1_000);
  await until(observed('on'));
  const client = await plugIn(card);
  expect(await client.dhcp({ architecture: 7 })).toMatchObject({
    address: '10.77.0.53',
    bootFile: 'ipxe.efi',
  });
});

test('names that people write are answered; a changed setting is in force within a second', async () => {
  await serving();
  const client = await plugIn();
  await client.dhcp();
  await changeNetwork({ actor, change: { dns: { hosts: '10.77.0.9 nas.lab.internal nas\n' } } });
  await sleep(1_000);
  expect(await client.lookUp({ server: wire.server, name: 'nas.lab.internal' })).toEqual([
    '10.77.0.9',
  ]);
  await changeNetwork({ actor, change: { dhcp: { router: '10.77.0.254' } } });
  await sleep(1_000);
  expect(await client.dhcp()).toMatchObject({ router: '10.77.0.254' });
});

test('killed with -9, dnsmasq is back within a second', async () => {
  await serving();
  const { pid } = await dnsmasqStatus();
  process.kill(pid ?? 0, 'SIGKILL');
  const took = await until(async () => {
    const now = await dnsmasqStatus();
    return now.observed === 'on' && now.pid !== pid;
  });
  expect(took).toBeLessThan(1_000);
  expect(await (await plugIn()).dhcp()).not.toBeNull();
});

test('a worker killed with -9 leaves a dnsmasq, which the next worker replaces', async () => {
  await serving();
  const { pid } = await dnsmasqStatus();
  await endWorker('SIGKILL');
  const client = await plugIn();
  expect(await client.dhcp()).not.toBeNull();
  await startWorker();
  await until(async () => {
    const now = await dnsmasqStatus();
    return now.observed === 'on' && now.pid !== pid;
  }, 15_000);
  expect(runs(pid)).toBe(false);
  expect(await client.dhcp()).not.toBeNull();
});

test('a configuration that dnsmasq refuses leaves the old one in force, and the line is told', async () => {
  await serving();
  const { pid } = await dnsmasqStatus();
  // No door lets this through; it stands for what a new version of ours might print wrongly.
  const row = await db().setting.findUniqueOrThrow({ where: { key: 'network' } });
  const good = row.value as { dhcp: object };
  const value = {
    ...good,
    dhcp: { ...good.dhcp, rangeStart: '10.77.0.150', rangeEnd: '10.77.0.60' },
  };
  await db().setting.update({ where: { key: 'network' }, data: { value } });
  await until(async () => (await dnsmasqStatus()).reason !== null);
  expect(await dnsmasqStatus()).toMatchObject({ observed: 'on', pid });
  expect((await dnsmasqStatus()).reason).toMatch(/10\.77\.0\.60 comes before 10\.77\.0\.150/);
  expect(await (await plugIn()).dhcp()).not.toBeNull();
  await db().setting.update({ where: { key: 'network' }, data: { value: good } });
  await until(async () => (await dnsmasqStatus()).reason === null);
});

test('whoever holds the DHCP port is named, and the way is free again by itself', async () => {
  await switchPxe({ actor, on: false });
  await switchDns({ actor, on: false });
  await until(observed('off'));
  const other = namespace.spawnInside([
    'dnsmasq',
    '--keep-in-foreground',
    '--conf-file=/dev/null',
    '--port=0',
    `--interface=${wire.bridge}`,
    '--dhcp-range=10.77.0.200,10.77.0.210',
    `--dhcp-leasefile=${dataPath('other-leases')}`,
  ]);
  await sleep(300);
  try {
    await switchPxe({ actor, on: true });
    await until(observed('failed'));
    const { reason } = await dnsmasqStatus();
    expect(reason).toContain(`Port 67/udp is held by dnsmasq, pid ${other.pid}`);
    expect(reason).toContain('Stop it');
  } finally {
    const ended = new Promise((resolve) => other.once('exit', resolve));
    other.kill('SIGTERM');
    await ended;
  }
  await until(observed('on'));
});

test('a foreign DHCP server on the wire is heard, and told with what it offers', async () => {
  const foreign = await plugIn('52:54:00:77:00:fe');
  await foreign.run(['ip', 'addr', 'add', '10.77.0.254/24', 'dev', 'eth0']);
  const argv = ['dnsmasq', '--keep-in-foreground', '--conf-file=/dev/null', '--port=0'];
  const server = spawn('ip', [
    'netns',
    'exec',
    foreign.name,
    ...argv,
    '--interface=eth0',
    '--dhcp-range=10.77.0.220,10.77.0.230',
    '--dhcp-boot=their.efi',
    `--dhcp-leasefile=${dataPath('foreign-leases')}`,
  ]);
  try {
    await serving();
    await enqueue('probe-network', { interfaces: [wire.bridge] });
    const heard = async () => {
      const { interfaces } = await networkView({ actor });
      const probe = interfaces.find((one) => one.name === wire.bridge)?.dhcpProbe;
      return probe?.servers.find((one) => one.server === '10.77.0.254');
    };
    await until(async () => (await heard()) !== undefined, 15_000);
    expect(await heard()).toMatchObject({ bootFile: 'their.efi' });
    expect((await heard())?.offered).toMatch(/^10\.77\.0\.2[23]\d$/);
    const { findings } = await networkView({ actor });
    expect(findings.find((one) => one.code === 'other-dhcp-server')?.title).toBe(
      'Another DHCP server answers on br0: 10.77.0.254. It hands out a boot file too: their.efi.',
    );
    // Nobody took a lease by asking.
    expect(readFileSync(dataPath('foreign-leases'), 'utf8')).toBe('');
    // And our own dnsmasq did not take the question for a machine.
    expect(await db().event.count({ where: { mac: { startsWith: '02:' } } })).toBe(0);
  } finally {
    server.kill('SIGTERM');
    rmSync(dataPath('foreign-leases'), { force: true });
  }
});

test('SIGTERM ends dnsmasq with the worker, by exit code 0', async () => {
  await serving();
  const { pid } = await dnsmasqStatus();
  expect(await endWorker('SIGTERM')).toBe(0);
  expect(runs(pid)).toBe(false);
  expect(await dnsmasqStatus()).toMatchObject({
    wanted: true,
    observed: 'off',
    reason: 'The worker was stopped.',
  });
  expect((await workers()).some((one) => one.alive)).toBe(false);
});
