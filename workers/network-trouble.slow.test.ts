/** What goes wrong on a wire, with the real worker and the real dnsmasq, and how it ends. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runs, WiredWorker } from '@/e2e/fixtures/wired-worker';
import { wire } from '@/e2e/lab/namespace';
import { systemActor as actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { enqueue } from '@/lib/jobs/enqueue';
import { dnsmasqStatus, networkView, workers } from '@/lib/network/data';
import { switchDns, switchPxe } from '@/lib/network/mutations';

const mac = '52:54:00:77:00:01';
const plain = ['dnsmasq', '--keep-in-foreground', '--conf-file=/dev/null', '--port=0'];
let worker: WiredWorker;

beforeAll(async () => {
  worker = await WiredWorker.create();
});

afterEach(() => worker.unplug());
afterAll(() => worker.remove());

async function end(process: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => process.once('exit', resolve));
  process.kill('SIGTERM');
  await ended;
}

async function servesAgain(pid: number | null): Promise<number> {
  return worker.until(async () => {
    const now = await dnsmasqStatus();
    return now.observed === 'on' && now.pid !== pid;
  }, 20_000);
}

test('killed with -9, dnsmasq is back at once', async () => {
  await worker.serve();
  const { pid } = await dnsmasqStatus();
  process.kill(pid ?? 0, 'SIGKILL');
  // About 0.1 s; the rest is for a machine that does other things too.
  expect(await servesAgain(pid)).toBeLessThan(1_500);
  expect(await (await worker.plugIn(mac)).dhcp()).not.toBeNull();
});

test('a worker killed with -9 leaves a dnsmasq that serves on, and that the next one replaces', async () => {
  await worker.serve();
  const { pid } = await dnsmasqStatus();
  await worker.end('SIGKILL');
  const client = await worker.plugIn(mac);
  expect(await client.dhcp()).not.toBeNull();
  worker.start();
  await servesAgain(pid);
  expect(runs(pid)).toBe(false);
  expect(await client.dhcp()).not.toBeNull();
});

test('settings that cannot be leave the old ones in force, and it is told why', async () => {
  await worker.serve();
  const { pid } = await dnsmasqStatus();
  // No door lets this through; it stands for an address that was changed under us.
  const row = await db().setting.findUniqueOrThrow({ where: { key: 'network' } });
  const good = row.value as { dhcp: object };
  const range = { rangeStart: '10.77.0.150', rangeEnd: '10.77.0.60' };
  const value = { ...good, dhcp: { ...good.dhcp, ...range } };
  await db().setting.update({ where: { key: 'network' }, data: { value } });
  await worker.until(async () => (await dnsmasqStatus()).reason !== null);
  const status = await dnsmasqStatus();
  expect(status).toMatchObject({ observed: 'on', pid });
  expect(status.reason).toMatch(/10\.77\.0\.60 comes before 10\.77\.0\.150/);
  expect(await (await worker.plugIn(mac)).dhcp()).not.toBeNull();
  await db().setting.update({ where: { key: 'network' }, data: { value: good } });
  await worker.until(async () => (await dnsmasqStatus()).reason === null);
});

test('whoever holds the DHCP port is named, and it begins by itself when the port is free', async () => {
  await switchPxe({ actor, on: false });
  await switchDns({ actor, on: false });
  await worker.observed('off');
  const other = worker.namespace.spawnInside([
    ...plain,
    `--interface=${wire.bridge}`,
    '--dhcp-range=10.77.0.200,10.77.0.210',
    `--dhcp-leasefile=${dataPath('other-leases')}`,
  ]);
  await sleep(500);
  try {
    await switchPxe({ actor, on: true });
    await worker.observed('failed');
    const { reason } = await dnsmasqStatus();
    expect(reason).toContain(`Port 67/udp is held by dnsmasq, pid ${other.pid}`);
    expect(reason).toContain('Stop it');
  } finally {
    await end(other);
  }
  await worker.observed('on');
});

test('a foreign DHCP server on the wire is heard, and told with what it offers', async () => {
  await worker.serve();
  const foreign = await worker.plugIn('52:54:00:77:00:fe');
  await foreign.run(['ip', 'addr', 'add', '10.77.0.254/24', 'dev', 'eth0']);
  const leases = dataPath('foreign-leases');
  const server = foreign.spawn([
    ...plain,
    '--interface=eth0',
    '--dhcp-range=10.77.0.220,10.77.0.230',
    '--dhcp-boot=their.efi',
    `--dhcp-leasefile=${leases}`,
  ]);
  try {
    await enqueue('probe-network', { interfaces: [wire.bridge] });
    const theirs = async () =>
      (await worker.heard())?.servers.find((one) => one.server === '10.77.0.254');
    await worker.until(async () => (await theirs()) !== undefined, 20_000);
    expect(await theirs()).toMatchObject({ bootFile: 'their.efi' });
    expect((await theirs())?.offered).toMatch(/^10\.77\.0\.2[23]\d$/);
    const { findings } = await networkView({ actor });
    expect(findings.find((one) => one.code === 'other-dhcp-server')?.title).toBe(
      'Another DHCP server answers on br0: 10.77.0.254. It hands out a boot file too: their.efi.',
    );
    // Nobody took a lease by asking, and our own dnsmasq did not take the question for a machine.
    expect(readFileSync(leases, 'utf8')).toBe('');
    expect(await db().event.count({ where: { mac: { startsWith: '02:' } } })).toBe(0);
  } finally {
    await end(server);
  }
});

test('SIGTERM ends dnsmasq with the worker, by exit code 0', async () => {
  await worker.serve();
  const { pid } = await dnsmasqStatus();
  expect(await worker.end('SIGTERM')).toBe(0);
  expect(runs(pid)).toBe(false);
  const reason = 'The worker was stopped.';
  expect(await dnsmasqStatus()).toMatchObject({ wanted: true, observed: 'off', reason });
  expect((await workers()).some((one) => one.alive)).toBe(false);
});
