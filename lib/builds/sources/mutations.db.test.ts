import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { db } from '@/lib/core/db';
import { withFileLock } from '@/lib/core/file-lock';
import { closeJobs } from '@/lib/jobs/boss';
import { enqueue } from '@/lib/jobs/enqueue';
import { bringSource, presentSource } from './bring';
import { needsSource, sourceState } from './data';
import {
  cancelSourceUpdate,
  followSource,
  noteSource,
  requestSourceUpdate,
  updateSource,
} from './mutations';
import { type SourceRecord, sourceKey } from './schema';

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

/** Changes the record behind the domain's back, as another machine or time would. */
async function alter(change: Partial<SourceRecord>): Promise<void> {
  const key = sourceKey('ipxe');
  const row = await db().setting.findUniqueOrThrow({ where: { key } });
  const value = { ...(row.value as object), ...change };
  await db().setting.update({ where: { key }, data: { value } });
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

test('an update that is cancelled at its work says by whom', async () => {
  const stop = new AbortController();
  const lock = path.join(cache, 'sources', 'ipxe', 'lock');
  await withFileLock({
    file: lock,
    signal,
    work: async () => {
      const updating = updateSource({ name: 'ipxe', cache, signal: stop.signal });
      const ended = expect(updating).rejects.toThrow('Cancelled.');
      const log = expect.arrayContaining(['Another update is at work.']);
      await vi.waitFor(
        async () => expect(await sourceState('ipxe')).toMatchObject({ state: 'updating', log }),
        { timeout: 10_000 },
      );
      await enqueue('update-source', { name: 'ipxe' });
      await cancelSourceUpdate({ actor, name: 'ipxe' });
      stop.abort(new Error('Cancelled.'));
      await ended;
    },
  });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'failed',
    reason: `The update was cancelled by ${actor.name}.`,
  });
});

test('a cancelled update leaves one alone that was asked for since', async () => {
  const stop = new AbortController();
  await withFileLock({
    file: path.join(cache, 'sources', 'ipxe', 'lock'),
    signal,
    work: async () => {
      const updating = updateSource({ name: 'ipxe', cache, signal: stop.signal });
      const ended = expect(updating).rejects.toThrow('Cancelled.');
      await vi.waitFor(async () => expect((await sourceState('ipxe')).state).toBe('updating'));
      await alter({ since: inAnHour(), reason: 'It waits for a worker.' });
      stop.abort(new Error('Cancelled.'));
      await ended;
    },
  });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'updating',
    reason: 'It waits for a worker.',
  });
});

test('asking while one is at its very end changes nothing of what it found', async () => {
  await enqueue('update-source', { name: 'ipxe' });
  await updateSource({ name: 'ipxe', cache, signal });
  const ready = await sourceState('ipxe');
  expect(await requestSourceUpdate({ actor, name: 'ipxe' })).toEqual(ready);
  await cancelSourceUpdate({ actor, name: 'ipxe' });
  expect(await sourceState('ipxe')).toEqual(ready);
});

test('of several machines, the one that looked last is right', async () => {
  await updateSource({ name: 'ipxe', cache, signal });
  const other = { commit: 'a'.repeat(40), describe: 'another', date: null };
  await alter({ version: other, lookedAt: inAnHour() });
  await noteSource({ name: 'ipxe', cache });
  expect((await sourceState('ipxe')).version).toEqual(other);
  await alter({ version: other, lookedAt: anHourAgo() });
  await noteSource({ name: 'ipxe', cache });
  expect((await sourceState('ipxe')).version).toMatchObject({ describe: 'a folder' });
});

test('a machine follows a newer look of another, and only such', async () => {
  await updateSource({ name: 'ipxe', cache, signal });
  const present = () => presentSource({ cache, location: source });
  const mine = await present();
  await writeFile(path.join(source, 'src/core.c'), 'newer\n');
  const other = { commit: 'a'.repeat(40), describe: 'another', date: null };

  await followSource({ name: 'ipxe', cache, signal });
  await alter({ lookedAt: inAnHour() });
  await followSource({ name: 'ipxe', cache, signal });
  await alter({ version: other, lookedAt: anHourAgo() });
  await followSource({ name: 'ipxe', cache, signal });
  expect(await present()).toEqual(mine);

  await alter({ lookedAt: inAnHour() });
  await followSource({ name: 'ipxe', cache, signal });
  const newer = await present();
  expect(newer?.commit).not.toBe(mine?.commit);

  await rm(path.join(source, 'src/Makefile'));
  await followSource({ name: 'ipxe', cache, signal });
  expect(await present()).toEqual(newer);
  await writeFile(path.join(source, 'src/Makefile'), 'ours\n');
});

test('only builds that compile need it', async () => {
  const build = (engine: string) =>
    db().build.create({
      data: {
        kind: 'ipxe',
        title: 'x',
        requestedBy: actor.name,
        specHash: 'f'.repeat(64),
        spec: { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi', engine },
      },
    });
  const [compiled, prebuilt] = [await build('compiled'), await build('prebuilt')];
  expect(await needsSource({ buildId: compiled.id })).toBe(true);
  expect(await needsSource({ buildId: prebuilt.id })).toBe(false);
  expect(await needsSource({ buildId: randomUUID() })).toBe(false);
  await db().build.deleteMany({ where: { id: { in: [compiled.id, prebuilt.id] } } });
});

test('what a build has brought by itself is noticed', async () => {
  const { commit } = await bringSource({ cache, location: source, signal });
  await noteSource({ name: 'ipxe', cache });
  expect(await sourceState('ipxe')).toMatchObject({ state: 'ready', version: { commit } });
});

test('an update whose worker was killed does not look alive for ever', async () => {
  await requestSourceUpdate({ actor, name: 'ipxe' });
  await alter({ since: anHourAgo() });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'failed',
    reason: expect.stringContaining('its worker was killed'),
  });
  // Written down too, so that it does not count as at work for those who note what they brought.
  await noteSource({ name: 'ipxe', cache: path.join(folder, 'no-cache') });
  const row = await db().setting.findUniqueOrThrow({ where: { key: sourceKey('ipxe') } });
  expect(row.value).toMatchObject({ state: 'failed' });
  await alter({ state: 'updating', since: anHourAgo() });
  const { commit } = await bringSource({ cache, location: source, signal });
  await noteSource({ name: 'ipxe', cache });
  expect(await sourceState('ipxe')).toMatchObject({ state: 'ready', version: { commit } });
});

test('what is from another location does not count', async () => {
  await updateSource({ name: 'ipxe', cache, signal });
  await alter({ location: 'https://elsewhere.example/ipxe.git' });
  expect(await sourceState('ipxe')).toMatchObject({
    state: 'absent',
    version: null,
    reason: expect.stringContaining('IPXE_SOURCE has been changed since'),
  });
});
