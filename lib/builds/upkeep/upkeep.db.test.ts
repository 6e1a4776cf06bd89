/** What goes and what stays, by rows and files as they are after months. */
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { artifactFolder } from '../artifact-store';
import { ifUnlocked } from '../build-lock';
import type { BuildKind } from '../builder';
import { diskUse, readRetention } from '../retention/data';
import { changeRetention, letGo } from '../retention/mutations';
import { sweepBuilds } from './mutations';

const day = 24 * 3600_000;
const ago = (days: number) => new Date(Date.now() - days * day);

let actor: Actor;
let count = 0;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  // Four newer ones of each kind, so that none is kept for being new.
  for (const kind of ['ipxe', 'agent', 'image', 'loaders'] as const) {
    for (let number = 0; number < 4; number += 1) await artifact({ kind, used: 0 });
  }
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

/** An artifact, by its row and its file; gives its fingerprint. */
async function artifact(given: { kind: BuildKind; used: number }): Promise<string> {
  count += 1;
  const fingerprint = sha256(`upkeep ${count}`);
  await mkdir(artifactFolder(fingerprint), { recursive: true });
  await writeFile(path.join(artifactFolder(fingerprint), 'a'), 'x');
  const facts = { kind: given.kind, spec: {}, inputs: [], lastUsedAt: ago(given.used) };
  const files = [{ name: 'a', size: 1, sha256: sha256('x') }];
  await db().artifact.create({
    data: { fingerprint, ...facts, files, createdAt: ago(given.used) },
  });
  return fingerprint;
}

async function build(given: {
  kind: BuildKind;
  fingerprint: string;
  ended: number | null;
  specHash?: string;
}): Promise<string> {
  const { kind, fingerprint, ended } = given;
  const { id } = await db().build.create({
    data: {
      kind,
      fingerprint,
      teamId: actor.teamId,
      spec: {},
      specHash: given.specHash ?? fingerprint,
      title: 'upkeep',
      requestedBy: 'test',
      ...(ended === null
        ? { state: 'running', worker: 'w', heartbeatAt: new Date() }
        : { state: 'done', endedAt: ago(ended) }),
      log: { create: { text: 'a line\n' } },
    },
  });
  return id;
}

async function isThere(fingerprint: string): Promise<{ row: boolean; files: boolean }> {
  const row = (await db().artifact.count({ where: { fingerprint } })) > 0;
  return { row, files: (await readdir(dataPath('artifacts'))).includes(fingerprint) };
}

const kept = { row: true, files: true };
const gone = { row: false, files: false };

describe('an old artifact', () => {
  test('that nothing needs goes; a used one and the newest stay', async () => {
    const old = await artifact({ kind: 'agent', used: 31 });
    const used = await artifact({ kind: 'agent', used: 29 });
    const lonely = await artifact({ kind: 'grub', used: 400 });
    await sweepBuilds();
    expect([await isThere(old), await isThere(used), await isThere(lonely)]).toEqual([
      gone,
      kept,
      kept,
    ]);
  });

  test('of the publication in force stays', async () => {
    const fingerprint = await artifact({ kind: 'loaders', used: 99 });
    await db().setting.create({ data: { key: 'publication', value: { fingerprint } } });
    await sweepBuilds();
    expect(await isThere(fingerprint)).toEqual(kept);
  });

  test('of an open install stays, of one that is over goes', async () => {
    const [open, over] = [
      await artifact({ kind: 'agent', used: 99 }),
      await artifact({ kind: 'agent', used: 99 }),
    ];
    const host = await db().host.create({ data: { teamId: actor.teamId, name: 'node-up' } });
    for (const [fingerprint, state] of [
      [open, 'booting'],
      [over, 'installed'],
    ] as const) {
      await db().install.create({
        data: {
          hostId: host.id,
          teamId: actor.teamId,
          state,
          bootsAllowed: 3,
          expiresAt: new Date(),
          overwrite: false,
          plan: { agent: { fingerprint } },
          createdBy: 'test',
        },
      });
    }
    await sweepBuilds();
    expect([await isThere(open), await isThere(over)]).toEqual([kept, gone]);
  });

  test('that a permalink gives stays as long as its build; an older one of the same medium goes', async () => {
    const older = await artifact({ kind: 'ipxe', used: 60 });
    const newer = await artifact({ kind: 'ipxe', used: 50 });
    const past = await artifact({ kind: 'ipxe', used: 95 });
    await build({ kind: 'ipxe', fingerprint: older, ended: 60, specHash: 'one' });
    await build({ kind: 'ipxe', fingerprint: newer, ended: 50, specHash: 'one' });
    await build({ kind: 'ipxe', fingerprint: past, ended: 95 });
    await sweepBuilds();
    expect([await isThere(older), await isThere(newer), await isThere(past)]).toEqual([
      gone,
      kept,
      gone,
    ]);
  });

  test('that a link names stays, and its build with it, whatever their age', async () => {
    const fingerprint = await artifact({ kind: 'ipxe', used: 900 });
    const id = await build({ kind: 'ipxe', fingerprint, ended: 900, specHash: 'linked' });
    const { teamId } = actor;
    await db().mediaLink.create({
      data: { name: 'lab', teamId, kind: 'ipxe', specHash: 'linked', createdBy: 'test' },
    });
    await sweepBuilds();
    expect(await isThere(fingerprint)).toEqual(kept);
    expect(await db().build.count({ where: { id } })).toBe(1);
    expect(await db().buildLogChunk.count({ where: { buildId: id } })).toBe(0);
    await db().mediaLink.deleteMany();
    await sweepBuilds();
    expect(await isThere(fingerprint)).toEqual(gone);
  });

  test('of a build at work, of an image that waits for it, and one that is locked stay', async () => {
    const working = await artifact({ kind: 'image', used: 99 });
    const awaited = await artifact({ kind: 'image', used: 99 });
    const locked = await artifact({ kind: 'image', used: 99 });
    await build({ kind: 'image', fingerprint: working, ended: null });
    const buildId = await build({ kind: 'image', fingerprint: awaited, ended: 1 });
    const { teamId } = actor;
    const source = { kind: 'build', buildId };
    await db().image.create({ data: { teamId, name: 'a', format: 'raw', source } });
    await ifUnlocked({ fingerprint: locked, work: sweepBuilds });
    expect([await isThere(working), await isThere(awaited), await isThere(locked)]).toEqual([
      kept,
      kept,
      kept,
    ]);
    await sweepBuilds();
    expect(await isThere(locked)).toEqual(gone);
  });
});

test('an artifact is let go at once only when nothing needs it', async () => {
  const fingerprint = await artifact({ kind: 'ipxe', used: 0 });
  const id = await build({ kind: 'ipxe', fingerprint, ended: 0 });
  expect(await letGo({ fingerprint })).toBe(false);
  await db().build.delete({ where: { id } });
  expect(await letGo({ fingerprint })).toBe(true);
  expect(await isThere(fingerprint)).toEqual(gone);
});

test('logs and builds go by their own days, and by what the setting says now', async () => {
  const fingerprint = await artifact({ kind: 'image', used: 0 });
  const [fresh, silent, old] = [
    await build({ kind: 'image', fingerprint, ended: 13, specHash: 'a' }),
    await build({ kind: 'image', fingerprint, ended: 15, specHash: 'b' }),
    await build({ kind: 'image', fingerprint, ended: 91, specHash: 'c' }),
  ];
  const left = async () => ({
    builds: (await db().build.findMany({ select: { id: true } })).map(({ id }) => id).sort(),
    logs: (await db().buildLogChunk.findMany()).map(({ buildId }) => buildId),
  });
  await sweepBuilds();
  expect(await left()).toEqual({ builds: [fresh, silent].sort(), logs: [fresh] });
  expect(old).toBeDefined();

  await changeRetention({ actor, change: { buildDays: 14 } });
  expect(await changeRetention({ actor, change: { logDays: 12 } })).toEqual({
    ...(await readRetention()),
    buildDays: 14,
    logDays: 12,
  });
  await sweepBuilds();
  expect(await left()).toEqual({ builds: [fresh], logs: [] });
  const entries = await db().auditEntry.findMany({ where: { action: 'retention.change' } });
  expect(entries).toHaveLength(2);
});

test('files that no row knows go a day later, and not before', async () => {
  const stray = sha256('stray');
  await mkdir(artifactFolder(stray), { recursive: true });
  await sweepBuilds();
  expect((await isThere(stray)).files).toBe(true);
  // Its change cannot be set back: the clock goes on instead.
  const now = Date.now;
  Date.now = () => now() + 2 * day;
  try {
    await sweepBuilds();
  } finally {
    Date.now = now;
  }
  expect((await isThere(stray)).files).toBe(false);
});

test('parts of the cache go by last use; sources, halves and what is used stay', async () => {
  const parts = {
    'ipxe-bases/old': 31,
    'ipxe-bases/used': 2,
    'ipxe-bases/.making': 99,
    'ipxe/bookworm-1': 31,
    'packages/grub_1_amd64': 40,
    'packages/grub_2_amd64': 0,
    'sources/ipxe': 400,
    'apt/buster': 60,
    'apt/bookworm': 1,
  };
  for (const [name, days] of Object.entries(parts)) {
    const folder = dataPath('cache', name);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'file'), 'x'.repeat(10_000));
    await utimes(folder, ago(days), ago(days));
  }
  await sweepBuilds();
  const left = await Promise.all(
    ['ipxe-bases', 'ipxe', 'packages', 'sources', 'apt'].map((part) =>
      readdir(dataPath('cache', part)),
    ),
  );
  expect(left.map((names) => names.sort())).toEqual([
    ['.making', 'used'],
    [],
    ['grub_2_amd64'],
    ['ipxe'],
    ['bookworm'],
  ]);

  const use = await diskUse();
  expect(use.caches.map(({ name }) => name).sort()).toEqual([
    'apt',
    'ipxe',
    'ipxe-bases',
    'packages',
    'sources',
  ]);
  expect(use.caches.find(({ name }) => name === 'sources')).toMatchObject({ count: 1 });
  expect(use.artifacts.find(({ kind }) => kind === 'agent')).toEqual({
    kind: 'agent',
    count: 4,
    bytes: 4,
  });
  expect(use).toMatchObject({ store: 'folder', copies: null, logs: { count: 0, bytes: 0 } });
});
