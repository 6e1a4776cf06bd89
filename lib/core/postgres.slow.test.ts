import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionOptions } from './connection';
import { type EmbeddedPostgres, startPostgres } from './postgres';
import { postgresOwner } from './postgres-owner';

let folder: string;
let running: EmbeddedPostgres[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-postgres-'));
  chmodSync(folder, 0o755);
  running = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startPostgres({ folder: path.join(folder, 'pg'), database: 'shop' });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connectionOptions(url));
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('makes a UTF-8 cluster without a TCP port, and keeps what was written', async () => {
  const first = await start();
  const [settings] = await query(
    first.url,
    `SELECT current_database() AS db, getdatabaseencoding() AS encoding,
       current_setting('listen_addresses') AS addresses`,
  );
  expect(settings).toEqual({ db: 'shop', encoding: 'UTF8', addresses: '' });
  await query(first.url, `CREATE TABLE kept AS SELECT 'ja' AS value`);
  await first.stop();
  expect(await first.ended).toBe('exit code 0');

  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 'ja' }]);
});

test('after kill -9 it starts over the leftovers, and nothing acknowledged is lost', async () => {
  const first = await start();
  await query(first.url, `CREATE TABLE kept AS SELECT 1 AS value`);
  process.kill(first.pid ?? 0, 'SIGKILL');
  expect(await first.ended).toBe('SIGKILL');
  // The pid that the killed one left may belong to another process of the same user by now.
  const bystander = spawn('sleep', ['60'], { ...postgresOwner(), cwd: '/' });
  const pidFile = path.join(folder, 'pg', 'postmaster.pid');
  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(/^\d+/, String(bystander.pid)));

  const second = await start();
  expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  expect(bystander.exitCode).toBeNull();
  bystander.kill();
});

test('a Postgres whose launcher was killed is ended before another starts', async () => {
  const orphan = await start();
  const second = await start();
  expect(await orphan.ended).toBe('exit code 0');
  expect(second.pid).not.toBe(orphan.pid);
  expect(await query(second.url, 'SELECT 1 AS value')).toEqual([{ value: 1 }]);
});
