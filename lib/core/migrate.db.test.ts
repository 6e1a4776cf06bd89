import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/e2e/fixtures/database';
import { connectionOptions } from './connection';
import { migrate } from './migrate';

const shipped = path.resolve('prisma/migrations');
let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-migrations-'));
});

afterEach(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client(connectionOptions(database.url));
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

function run(): Promise<string[]> {
  return migrate({ databaseUrl: database.url, folder });
}

test('applies what is missing, in the order of the names, and nothing twice', async () => {
  write('2_second', 'ALTER TABLE a ADD COLUMN y int;');
  write('1_first', 'CREATE TABLE a (x int);');
  expect(await run()).toEqual(['1_first', '2_second']);
  expect(await run()).toEqual([]);
  write('3_third', 'INSERT INTO a VALUES (1, 2);');
  expect(await run()).toEqual(['3_third']);
  expect(await query('SELECT * FROM a')).toEqual([{ x: 1, y: 2 }]);
});

test('a script that fails leaves nothing behind, and can be mended', async () => {
  write('1_first', 'CREATE TABLE a (x int); SELECT nothing;');
  await expect(run()).rejects.toThrow('The migration 1_first failed: column "nothing"');
  expect(await query(`SELECT to_regclass('a') AS a`)).toEqual([{ a: null }]);
  write('1_first', 'CREATE TABLE a (x int);');
  expect(await run()).toEqual(['1_first']);
});

test('two at once: one applies, the other waits and finds nothing to do', async () => {
  write('1_first', 'SELECT pg_sleep(0.2); CREATE TABLE a (x int);');
  const both = await Promise.all([run(), run()]);
  expect(both.toSorted((left, right) => right.length - left.length)).toEqual([['1_first'], []]);
});

test('an edited, a missing and a half done migration are refused by name', async () => {
  write('1_first', 'CREATE TABLE a (x int);');
  await run();
  write('1_first', 'CREATE TABLE a (y int);');
  await expect(run()).rejects.toThrow('1_first was edited');
  rmSync(path.join(folder, '1_first'), { recursive: true });
  await expect(run()).rejects.toThrow('1_first, which this version does not know');
  write('1_first', 'CREATE TABLE a (x int);');
  await query('UPDATE _prisma_migrations SET finished_at = NULL');
  await expect(run()).rejects.toThrow('1_first was left half done');
});

test('Prisma agrees: status is up to date, deploy has nothing to do, the schema is the same', async () => {
  cpSync(shipped, folder, { recursive: true });
  await run();
  const prisma = (...args: string[]) =>
    execa('node_modules/.bin/prisma', args, {
      env: { DATABASE_URL: database.url, CHECKPOINT_DISABLE: '1' },
      all: true,
    });
  expect((await prisma('migrate', 'status')).all).toContain('Database schema is up to date!');
  expect((await prisma('migrate', 'deploy')).all).toContain('No pending migrations to apply.');
  const same = ['--from-config-datasource', '--to-schema', 'prisma/schema.prisma', '--exit-code'];
  expect((await prisma('migrate', 'diff', ...same)).all).toContain('No difference detected');
}, 60_000);
