/** Postgres goes away under a worker, and comes back: machines notice nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nothingToBuild } from '@/e2e/fixtures/nothing-to-build';
import { Client } from '@/e2e/lab/client';
import { Namespace, wire } from '@/e2e/lab/namespace';
import { connectionOptions } from '@/lib/core/connection';
import { migrate } from '@/lib/core/migrate';
import { type EmbeddedPostgres, startPostgres } from '@/lib/core/postgres';
import { networkSettings } from '@/lib/network/schema';

let folder: string;
let namespace: Namespace;
let postgres: EmbeddedPostgres;
let worker: ChildProcess;
let log = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-away-'));
  chmodSync(folder, 0o755);
  namespace = await Namespace.create();
  postgres = await start();
  await migrate({ databaseUrl: postgres.url, folder: path.resolve('prisma/migrations') });
  await nothingToBuild(postgres.url);
  const settings = networkSettings.parse({
    interface: wire.bridge,
    dhcp: { mode: 'full' },
    tftp: { enabled: true },
  });
  await query(`INSERT INTO "Setting" (key, value, "updatedAt") VALUES ('network', $1, now())`, [
    JSON.stringify(settings),
  ]);
});

afterAll(async () => {
  worker.kill('SIGKILL');
  await namespace.remove();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

function start(): Promise<EmbeddedPostgres> {
  return startPostgres({ folder: path.join(folder, 'postgres'), database: 'provisioner' });
}

async function query(text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connectionOptions(postgres.url));
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`It did not come to that.\n${log.slice(-3_000)}`);
    await sleep(100);
  }
}

async function service(): Promise<Record<string, unknown>> {
  const [row] = await query(`SELECT observed, pid FROM "Service"`);
  return row ?? {};
}

test('dnsmasq serves on, is restarted when it is killed, and all is told afterwards', async () => {
  const [program = '', ...args] = namespace.inside([
    process.execPath,
    '--import',
    'tsx',
    'workers/main.ts',
  ]);
  worker = spawn(program, args, {
    env: {
      ...process.env,
      LOG_LEVEL: 'info',
      DATABASE_URL: postgres.url,
      PROVISIONER_DATA: path.join(folder, 'data'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  worker.stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  await until(async () => (await service()).observed === 'on');
  const { pid } = await service();

  await postgres.stop();
  await sleep(1_000);
  const client = await Client.plugIn({ namespace, mac: '52:54:00:77:00:09' });
  try {
    expect(await client.dhcp()).not.toBeNull();
    process.kill(Number(pid), 'SIGKILL');
    await sleep(1_000);
    expect(await client.dhcp()).not.toBeNull();
  } finally {
    await client.remove();
  }
  expect(worker.exitCode).toBeNull();

  postgres = await start();
  await until(async () => {
    const now = await service();
    return now.observed === 'on' && now.pid !== pid;
  });
  await until(async () => {
    const events = await query(`SELECT 1 FROM "Event" WHERE type = 'dhcp-ack' AND mac LIKE '%:09'`);
    return events.length === 2;
  });
  // The queue works again too.
  const before = await query(`SELECT max("heartbeatAt") AS at FROM "WorkerNode"`);
  await until(async () => {
    const [now] = await query(`SELECT max("heartbeatAt") AS at FROM "WorkerNode"`);
    return Number(now?.at) > Number(before[0]?.at);
  });
  await query(
    `INSERT INTO pgboss.job (name, data, singleton_key, policy) VALUES ('probe-network', '{"interfaces":[]}', 'k', 'exclusive')`,
  );
  await until(async () => {
    const [job] = await query(`SELECT state FROM pgboss.job WHERE singleton_key = 'k'`);
    return job?.state === 'completed';
  });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  worker.kill('SIGTERM');
  expect(await ended).toBe(0);
});
