/** Boot media as a team asks for them, names them and lets them go. */
import { existsSync, rmSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeMedium } from '@/e2e/fixtures/media-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { rebuild, requestBuild } from '../mutations';
import { publicationKey } from '../publication/schema';
import { sourceState } from '../sources/data';
import { sourceKey } from '../sources/schema';
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

async function worker(version: number): Promise<void> {
  await db().workerNode.create({
    data: {
      id: crypto.randomUUID(),
      hostname: 'w',
      pid: 1,
      interfaces: [],
      ports: [],
      tools: {},
      builders: { iso: { version, missing: [], engines: {} } },
    },
  });
}

describe('asking', () => {
  test('equal requests join, those of another team do not', async () => {
    const asked = await Promise.all(Array.from({ length: 20 }, () => ask(iso)));
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1);
    expect(asked.filter(({ joined }) => !joined)).toHaveLength(1);
    expect((await ask(iso, other)).id).not.toBe(asked[0]?.id);
    expect(await db().build.count()).toBe(2);
  });

  test('what is done is answered at once, in less than 50 ms', async () => {
    await worker(1);
    const { id } = await made();
    await ask(iso);
    const begun = performance.now();
    const answer = await ask(iso);
    expect(performance.now() - begun).toBeLessThan(50);
    expect(answer).toMatchObject({ id, state: 'done', joined: true, containsBootMedium: true });
    expect(await db().build.count()).toBe(1);
  });

  test.each([
    ['its files are gone', {}, () => rmSync(dataPath('artifacts'), { recursive: true })],
    ['a day has passed', { endedAt: new Date(Date.now() - 25 * 3_600_000) }, () => {}],
    ['the builder is another', { builderVersion: 2 }, () => {}],
    [
      'the source is another',
      { inputs: [{ name: 'source:ipxe', version: 'a'.repeat(40) }] },
      () => {},
    ],
    ["it is another team's", { teamId: '' }, () => {}],
  ])('it is looked at again when %s', async (_, change, then) => {
    await worker(1);
    const whose = 'teamId' in change ? { teamId: other.teamId } : {};
    const { id } = await made({ ...change, ...whose });
    then();
    const answer = await ask(iso);
    expect(answer.id).not.toBe(id);
    expect(answer).toMatchObject({ state: 'queued', joined: false });
  });

  test('what was compiled from the source that is there now is still good', async () => {
    const commit = 'a'.repeat(40);
    await db().setting.create({
      data: {
        key: sourceKey('ipxe'),
        value: {
          location: (await sourceState('ipxe')).location,
          state: 'ready',
          reason: null,
          version: { commit, describe: 'v2', date: null },
          lookedAt: new Date().toISOString(),
          since: new Date().toISOString(),
          log: [],
        },
      },
    });
    const { id } = await made({ inputs: [{ name: 'source:ipxe', version: commit }] });
    expect((await ask(iso)).id).toBe(id);
  });

  test('a rebuild looks again though all is there', async () => {
    const { id } = await made();
    const again = await rebuild({ actor, id });
    expect(again).toMatchObject({ state: 'queued', joined: false });
    expect(again.id).not.toBe(id);
  });

  test('the ready script gets the address in force, and is refused without one', async () => {
    await expect(ask({})).rejects.toMatchObject({
      status: 422,
      fields: [{ field: 'base', message: expect.stringContaining('network page') }],
    });
    await expect(requestBuild({ actor, kind: 'iso', spec: {} })).rejects.toMatchObject({
      fields: [{ field: 'spec.base' }],
    });
    const text = '#!ipxe\n';
    await db().setting.create({
      data: {
        key: publicationKey,
        value: {
          publicationId: 'p',
          mainScriptId: 'm',
          revision: 1,
          base,
          text,
          sha256: 's',
          fingerprint: null,
          loaders: [],
          at: new Date().toISOString(),
        },
      },
    });
    expect((await ask({})).spec).toMatchObject({ script: null, base });
    // A script of one's own stays as it is.
    expect((await ask(iso)).spec).toMatchObject({ script, base: null });
  });

  test("enrolments and secrets must be there, and the team's", async () => {
    const enrol = (change: object = {}) =>
      db().enrolment.create({
        data: { teamId: actor.teamId, name: crypto.randomUUID(), createdBy: 'x', ...change },
      });
    const good = await enrol();
    expect((await ask({ ...iso, enrolment: good.id })).spec).toMatchObject({ enrolment: good.id });
    const bad = [
      await enrol({ revokedAt: new Date() }),
      await enrol({ expiresAt: new Date(Date.now() - 1) }),
      await enrol({ teamId: other.teamId }),
      { id: crypto.randomUUID() },
    ];
    for (const { id } of bad) {
      await expect(ask({ ...iso, enrolment: id })).rejects.toMatchObject({
        status: 422,
        fields: [{ field: 'enrolment' }],
      });
    }
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const options = { clientCertificate: pem, clientKeySecret: 'client_key' };
    await expect(ask({ ...iso, options })).rejects.toMatchObject({
      fields: [
        { field: 'options.clientKeySecret', message: expect.stringContaining('client_key') },
      ],
    });
  });
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
    await deleteLink({ actor, name: 'rescue' });
    await deleteMedium({ actor, id: newer.id });
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
