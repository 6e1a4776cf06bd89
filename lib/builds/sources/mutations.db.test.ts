import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { db } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { bringSource } from './bring';
import { sourceState } from './data';
import { cancelSourceUpdate, noteSource, requestSourceUpdate, updateSource } from './mutations';
import { sourceKey } from './schema';

let folder: string;
let source: string;
let cache: string;
let actor: Actor;
const { signal } = new AbortController();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'source-records-'));
  source = path.join(folder, 'source');
  cache = path.join(folder, 'cache');
  // Read by env() at its first call, which comes after this.
  process.env.IPXE_SOURCE = source;
  for (const file of ['src/Makefile', 'src/image/embedded.c', 'src/config/general.h']) {
    await mkdir(path.dirname(path.join(source, file)), { recursive: true });
    await writeFile(path.join(source, file), 'ours\n');
  }
  actor = await insertTeam({ owner: true });
});

beforeEach(async () => {
  await db().setting.deleteMany({ where: { key: sourceKey('ipxe') } });
});

afterAll(async () => {
  await closeJobs();
  await changes().stop();
  await rm(folder, { recursive: true, force: true });
});

test('nobody has asked yet', async () => {
  expect(await sourceState('ipxe')).toMatchObject({
    location: source,
    state: 'absent',
    version: null,
    reason: expect.stringContaining('by the first build that needs the compiler'),
  });
});

test('an update is asked for once, and can be cancelled before a worker takes it', async () => {
  const asked = await requestSourceUpdate({ actor, name: 'ipxe' });
  expect(asked).toMatchObject({ state: 'updating', reason: 'It waits for a worker.' });
  await requestSourceUpdate({ actor, name: 'ipxe' });
  const entries = await db().auditEntry.count({ where: { action: 'source.update' } });
  expect(entries).toBe(1);
  expect(await cancelSourceUpdate({ actor, name: 'ipxe' })).toMatchObject({
    state: 'failed',
    reason: `The update was cancelled by ${actor.name}.`,
  });
});

test('what an update found is written down, and stays when the next one fails', async () => {
  await updateSource({ name: 'ipxe', cache, signal });
  const ready = await sourceState('ipxe');
  expect(ready).toMatchObject({ state: 'ready', reason: null, version: { describe: 'a folder' } });
  expect(ready.log).toContain('The folder is no git work tree, so its content counts.');

  await rm(path.join(source, 'src/Makefile'));
  await expect(updateSource({ name: 'ipxe', cache, signal })).rejects.toThrow('src/Makefile');
  const failed = await sourceState('ipxe');
  expect(failed).toMatchObject({
    state: 'failed',
    version: ready.version,
    lookedAt: ready.lookedAt,
  });
  expect(failed.reason).toContain('Set IPXE_SOURCE to a folder');
  await writeFile(path.join(source, 'src/Makefile'), 'ours\n');
});

test('a cancelled update says so', async () => {
  const stop = new AbortController();
  stop.abort(new Error('Cancelled.'));
  await expect(updateSource({ name: 'ipxe', cache, signal: stop.signal })).rejects.toThrow();
  expect(await sourceState('ipxe')).toMatchObject({ state: 'failed', reason: 'Cancelled.' });
});

test('what a build has brought by itself is noticed', async () => {
  const { commit } = await bringSource({ cache, location: source, signal });
  await noteSource({ name: 'ipxe', cache });
  expect(await sourceState('ipxe')).toMatchObject({ state: 'ready', version: { commit } });
});

test('an update whose worker was killed does not look alive for ever', async () => {
  await requestSourceUpdate({ actor, name: 'ipxe' });
  const row = await db().setting.findUniqueOrThrow({ where: { key: sourceKey('ipxe') } });
  const value = { ...(row.value as object), since: new Date(Date.now() - 3_600_000).toISOString() };
  await db().setting.update({ where: { key: sourceKey('ipxe') }, data: { value } });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('its worker was killed'),
  });
});

test('what is from another location does not count', async () => {
  await updateSource({ name: 'ipxe', cache, signal });
  const row = await db().setting.findUniqueOrThrow({ where: { key: sourceKey('ipxe') } });
  const value = { ...(row.value as object), location: 'https://elsewhere.example/ipxe.git' };
  await db().setting.update({ where: { key: sourceKey('ipxe') }, data: { value } });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'absent',
    version: null,
    reason: expect.stringContaining('IPXE_SOURCE has been changed since'),
  });
});
