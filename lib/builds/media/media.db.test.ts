/** Boot media as a team reads them, names them and lets them go. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeMedium } from '@/e2e/fixtures/media-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { listBuilds, readBuild } from '../data';
import { specHash } from '../fingerprint';
import { endOrDeleteBuild } from '../removal/mutations';
import { listLinks, listMedia, mediumFile, readMedium } from './data';
import { deleteLink, deleteMedium, putLink, requestMedium } from './mutations';

const base = 'http://10.77.0.1:3000';
const script = '#!ipxe\necho ${net0/mac}\n';
const iso = { script, label: 'RESCUE' };
let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  other = await insertTeam();
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

const ask = (spec: object, by = actor) => requestMedium({ actor: by, kind: 'iso', spec, base });
const made = (given: Partial<Parameters<typeof makeMedium>[0]> = {}) =>
  makeMedium({
    teamId: actor.teamId,
    kind: 'iso',
    spec: iso,
    files: { 'boot.iso': 'bytes of the medium', 'about.json': '{}' },
    ...given,
  });

describe('reading', () => {
  test('tells its files with addresses, what made it, and nothing to another team', async () => {
    const { id, fingerprint, specHash } = await made();
    const medium = await readMedium({ actor, id, base, segment: 'bootmedia' });
    expect(medium).toMatchObject({
      kind: 'iso',
      state: 'done',
      containsBootMedium: true,
      main: 'boot.iso',
      size: 21,
      engine: 'prebuilt',
      inputs: [{ name: 'package:test', version: '1' }],
      permalink: `${base}/media/${specHash}/boot.iso`,
      links: [],
    });
    expect(medium.files[0]?.url).toBe(`${base}/artifacts/${fingerprint}/boot.iso`);
    for (const bad of [
      { actor: other, id, segment: 'bootmedia' as const },
      { actor, id, segment: 'ipxes' as const },
      { actor, id: '42', segment: 'bootmedia' as const },
    ]) {
      await expect(readMedium({ ...bad, base })).rejects.toMatchObject({ status: 404 });
      await expect(mediumFile(bad)).rejects.toMatchObject({ status: 404 });
    }
    expect(await listMedia({ actor: other, base })).toEqual([]);
  });

  test('lists by kind, state and words', async () => {
    const { id } = await made();
    await made({ kind: 'grub', spec: { platform: 'x86_64-efi' }, files: { 'grubx64.efi': 'g' } });
    await ask({ ...iso, label: 'OTHER' });
    const ids = async (wanted: object) =>
      (await listMedia({ actor, base, ...wanted })).map((one) => one.title);
    expect(await ids({})).toHaveLength(3);
    expect(await ids({ kind: 'iso', state: 'done' })).toEqual(['Boot medium (RESCUE, x86_64)']);
    expect(await ids({ q: 'rescue' })).toHaveLength(1);
    expect(await ids({ q: 'SOMEBODY@' })).toHaveLength(2);
    expect((await listMedia({ actor, base, limit: 1, after: id })).length).toBeLessThanOrEqual(1);
    expect((await listMedia({ actor, base, state: 'queued' }))[0]).toMatchObject({
      containsBootMedium: false,
      size: null,
      files: [],
    });
  });

  test.each([
    ['an enrolment token', 'token'],
    ['the key of a client certificate', 'key'],
  ])(
    'viewers get no bytes with %s, and nothing to work out their address by',
    async (what, holds) => {
      const enrolment = await db().enrolment.create({
        data: { teamId: actor.teamId, name: 'sticks', createdBy: 'x' },
      });
      const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
      const options = { clientCertificate: pem, clientKeySecret: 'client_key' };
      const spec =
        holds === 'token'
          ? { ...iso, enrolment: enrolment.id }
          : { ...iso, engine: 'compiled', options };
      const { id, fingerprint, specHash: hash } = await made({ spec });
      const viewer: Actor = { ...actor, role: 'viewer' };
      const why = expect.stringContaining(what);
      const given = { segment: 'isos' as const, id };
      expect((await mediumFile({ actor, ...given })).file.name).toBe('boot.iso');
      await expect(mediumFile({ actor: viewer, ...given })).rejects.toMatchObject({
        status: 403,
        code: 'ERR_FORBIDDEN',
        message: expect.stringMatching(`${what}.*role operator`),
      });
      const whole = await readMedium({ actor: viewer, id, base });
      const nothing = { specHash: null, fingerprint: null, permalink: null, withheld: why };
      const url = null;
      const seen = [
        whole,
        ...(await listMedia({ actor: viewer, base })),
        await readBuild({ actor: viewer, id }),
        ...(await listBuilds({ actor: viewer })),
      ];
      expect(seen[0]).toMatchObject({ ...nothing, files: [{ url }, { url }] });
      expect(seen[1]).toMatchObject({ ...nothing, files: [{ url }, { url }] });
      expect(JSON.stringify(seen)).not.toContain(fingerprint);
      expect(JSON.stringify(seen)).not.toContain(hash);
      // All that he sees does not make the hash of the request.
      if (holds === 'token') expect(specHash({ kind: 'iso', spec: whole.spec })).not.toBe(hash);
      const open = await readMedium({ actor, id, base });
      expect(open).toMatchObject({ specHash: hash, fingerprint, withheld: null });
      expect(await readBuild({ actor, id })).toMatchObject({ artifact: { fingerprint } });
    },
  );

  test('says why there are no bytes', async () => {
    const { id } = await ask(iso);
    const get = () => mediumFile({ actor, segment: 'bootmedia', id });
    await expect(get()).rejects.toMatchObject({
      status: 409,
      code: 'ERR_BOOT_MEDIUM_NOT_READY',
      data: { state: 'queued' },
    });
    await db().build.update({
      where: { id },
      data: { state: 'failed', reason: 'xorriso is not installed.' },
    });
    await expect(get()).rejects.toMatchObject({
      status: 409,
      code: 'ERR_BOOT_MEDIUM_FAILED',
      message: expect.stringContaining('xorriso is not installed.'),
    });
    await db().build.update({
      where: { id },
      data: { state: 'done', fingerprint: 'f'.repeat(64) },
    });
    await expect(get()).rejects.toMatchObject({ status: 410, code: 'ERR_BOOT_MEDIUM_GONE' });
  });
});

describe('deleting', () => {
  const isThere = (fingerprint: string) => existsSync(dataPath('artifacts', fingerprint));

  test('takes row, log and files, but not what another build needs', async () => {
    const mine = await made();
    const theirs = await made({ teamId: other.teamId });
    expect(theirs.fingerprint).toBe(mine.fingerprint);
    expect(await deleteMedium({ actor, id: mine.id })).toEqual({ id: mine.id });
    expect(isThere(mine.fingerprint)).toBe(true);
    await expect(deleteMedium({ actor, id: theirs.id })).rejects.toMatchObject({ status: 404 });
    await deleteMedium({ actor: other, id: theirs.id });
    expect(isThere(mine.fingerprint)).toBe(false);
    expect(await db().artifact.count()).toBe(0);
  });

  test('stops what is being built', async () => {
    const { id } = await ask(iso);
    await db().build.update({ where: { id }, data: { state: 'running', worker: 'w' } });
    await deleteMedium({ actor, id });
    expect(await db().build.count()).toBe(0);
    expect((await ask(iso)).joined).toBe(false);
  });

  test('is refused while a link would be left with nothing', async () => {
    const { id } = await made();
    await putLink({ actor, name: 'rescue', medium: id, base });
    await expect(deleteMedium({ actor, id })).rejects.toMatchObject({
      code: 'ERR_MEDIUM_LINKED',
      message: expect.stringContaining('"rescue"'),
    });
    const newer = await made({ made: 'again' });
    await deleteMedium({ actor, id });
    await expect(deleteMedium({ actor, id: newer.id })).rejects.toMatchObject({ status: 409 });
    // Another build of it whose files were let go has nothing to give either.
    const empty = await made({ made: 'let go' });
    await db().artifact.delete({ where: { fingerprint: empty.fingerprint } });
    await expect(deleteMedium({ actor, id: newer.id })).rejects.toMatchObject({ status: 409 });
    await deleteLink({ actor, name: 'rescue' });
    await deleteMedium({ actor, id: newer.id });
  });

  test('as a build goes by the same rules', async () => {
    const { id, fingerprint } = await made();
    await putLink({ actor, name: 'rescue', medium: id, base });
    const end = (by = actor) => endOrDeleteBuild({ actor: by, id });
    await expect(end()).rejects.toMatchObject({ code: 'ERR_MEDIUM_LINKED' });
    await expect(end(other)).rejects.toMatchObject({ code: 'ERR_BUILD_NOT_FOUND' });
    await deleteLink({ actor, name: 'rescue' });
    expect(await end()).toEqual({ id, cancelled: false });
    expect(isThere(fingerprint)).toBe(false);
    expect(await db().artifact.count()).toBe(0);
    const waiting = await ask(iso);
    expect(await endOrDeleteBuild({ actor, id: waiting.id })).toMatchObject({ cancelled: true });
  });

  test('is written down, and done, though the store does not let the files go', async () => {
    const { id, fingerprint } = await made();
    // Whatever goes passes through the folder of work, which cannot be made here.
    const work = dataPath('artifacts', '.tmp');
    rmSync(work, { recursive: true, force: true });
    writeFileSync(work, '');
    try {
      expect(await deleteMedium({ actor, id })).toEqual({ id });
    } finally {
      rmSync(work);
    }
    expect(isThere(fingerprint)).toBe(true);
    expect(await db().build.count()).toBe(0);
    const kept = await db().auditEntry.findMany({ where: { action: 'medium.delete' } });
    expect(kept).toMatchObject([{ detail: { id, kind: 'iso' } }]);
  });
});

describe('links', () => {
  test('are made, pointed elsewhere and deleted by their team only', async () => {
    const first = await made();
    const second = await made({ spec: { ...iso, label: 'SECOND' } });
    const theirs = await made({ teamId: other.teamId });
    const put = (by: Actor, medium: string) => putLink({ actor: by, name: 'rescue', medium, base });
    expect(await put(actor, first.id)).toMatchObject({
      name: 'rescue',
      specHash: first.specHash,
      url: `${base}/media/rescue/`,
    });
    expect((await put(actor, second.id)).specHash).toBe(second.specHash);
    await expect(put(actor, theirs.id)).rejects.toMatchObject({ code: 'ERR_MEDIUM_NOT_FOUND' });
    await expect(put(other, theirs.id)).rejects.toMatchObject({ code: 'ERR_LINK_TAKEN' });
    await expect(deleteLink({ actor: other, name: 'rescue' })).rejects.toMatchObject({
      code: 'ERR_LINK_NOT_FOUND',
    });
    expect((await readMedium({ actor, id: second.id, base })).links).toEqual([
      { name: 'rescue', url: `${base}/media/rescue/boot.iso` },
    ]);
    expect(await listLinks({ actor: other, base })).toEqual([]);
    await deleteLink({ actor, name: 'rescue' });
    expect(await listLinks({ actor, base })).toEqual([]);
  });

  test('name what carries an enrolment token only where somebody says that all may have it', async () => {
    const enrolment = await db().enrolment.create({
      data: { teamId: actor.teamId, name: 'sticks', createdBy: 'x' },
    });
    const plain = await made();
    const { id, specHash } = await made({ spec: { ...iso, enrolment: enrolment.id } });
    const given = { actor, name: 'sticks', base };
    await putLink({ ...given, medium: plain.id });
    for (const confirmed of [{}, { public: false }]) {
      await expect(putLink({ ...given, medium: id, ...confirmed })).rejects.toMatchObject({
        status: 422,
        code: 'ERR_LINK_PUBLIC',
        fields: [{ field: 'public', message: expect.stringContaining('"sticks" has the token') }],
      });
    }
    expect((await listLinks({ actor, base }))[0]).toMatchObject({ specHash: plain.specHash });
    expect(await putLink({ ...given, medium: id, public: true })).toMatchObject({ specHash });
  });

  test('never name what holds a secret', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const options = { clientCertificate: pem, clientKeySecret: 'client_key' };
    const { id } = await made({ spec: { ...iso, engine: 'compiled', options } });
    await expect(putLink({ actor, name: 'x', medium: id, base })).rejects.toMatchObject({
      code: 'ERR_MEDIUM_CLOSED',
    });
    const medium = await readMedium({ actor, id, base });
    expect(medium).toMatchObject({ closed: true, permalink: null });
    expect(medium.files[0]?.url).toBe(`${base}/api/isos/${id}?file=boot.iso`);
    expect((await listMedia({ actor, base }))[0]).toMatchObject({ closed: true, permalink: null });
  });
});
