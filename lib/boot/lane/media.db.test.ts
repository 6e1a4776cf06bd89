/** Boot media over HTTP: by permalink, by friendly link, and by id with a session or a token. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import { type MadeMedium, makeMedium } from '@/e2e/fixtures/media-room';
import { emailOf, idOf, makeWorld, origin, type TeamName, tokenOf } from '@/e2e/fixtures/world';
import { signInAs } from '@/e2e/fixtures/world-sign-in';
import type { Role } from '@/lib/auth/actor';
import { roles } from '@/lib/auth/actor';
import { deleteMedium } from '@/lib/builds/media/mutations';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { rosterFollower } from '../roster/follow';
import { roster } from '../roster/roster';

const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, at) => at % 251));
const iso = { script: '#!ipxe\necho ${net0/mac}\n' };
const teamId = idOf('owning', 'team');
let lane: TestLane;
let medium: MadeMedium;

beforeAll(async () => {
  lane = await startLane();
});

beforeEach(async () => {
  await makeWorld();
  medium = await makeMedium({
    teamId,
    kind: 'iso',
    spec: iso,
    files: { 'boot.iso': bytes, 'about.json': '{"engine":"prebuilt"}' },
  });
  await rosterFollower().barrier();
});

afterEach(() => emptyDatabase(databaseUrl()));

afterAll(async () => {
  await lane.close();
  await rosterFollower().stop();
  await changes().stop();
  await closeJobs();
  await closeDatabase();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(lane.url + path, { headers, method });
const body = async (answer: Response) => Buffer.from(await answer.arrayBuffer());
const as = (team: TeamName, role: Role) => ({ authorization: `Bearer ${tokenOf(team, role)}` });

describe('a permalink', () => {
  test('gives the bytes with length, hash, type and name, and parts of them', async () => {
    const path = `/media/${medium.specHash}/boot.iso`;
    const answer = await get(path);
    expect([answer.status, (await body(answer)).equals(bytes)]).toEqual([200, true]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-length': String(bytes.length),
      'content-type': 'application/vnd.efi-iso',
      'content-disposition': 'attachment; filename="boot.iso"',
      'accept-ranges': 'bytes',
      'x-content-type-options': 'nosniff',
      etag: `"${sha256(bytes)}"`,
    });
    const head = await get(path, {}, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)]);
    const part = await get(path, { range: 'bytes=99990-' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 99990-99999/100000');
    expect((await body(part)).equals(bytes.subarray(99_990))).toBe(true);
    expect((await get(path, { range: 'bytes=100000-' })).status).toBe(416);
    expect((await get(path, { 'if-none-match': `"${sha256(bytes)}"` })).status).toBe(304);
    expect((await get(path, {}, 'POST')).status).toBe(405);
  });

  test('without a file gives the one that is booted, and names the others', async () => {
    expect((await body(await get(`/media/${medium.specHash}/`))).equals(bytes)).toBe(true);
    const about = await get(`/media/${medium.specHash}/about.json`);
    expect([about.headers.get('content-type'), await about.text()]).toEqual([
      'application/json',
      '{"engine":"prebuilt"}',
    ]);
    for (const bad of ['other.iso', '..%2Fartifact.json', 'artifact.json', '%E0%A4', 'a/b']) {
      const answer = await get(`/media/${medium.specHash}/${bad}`);
      expect(answer.status, bad).toBe(404);
    }
    expect(await (await get(`/media/${medium.specHash}/other.iso`)).text()).toContain('boot.iso');
  });

  test('gives the newest result whose files are recorded', async () => {
    const path = `/media/${medium.specHash}/`;
    const newer = await makeMedium({
      teamId,
      kind: 'iso',
      spec: iso,
      made: 'again',
      files: { 'boot.iso': 'newer' },
      endedAt: new Date(Date.now() + 1_000),
    });
    await rosterFollower().barrier();
    expect(await (await get(path)).text()).toBe('newer');
    await db().artifact.delete({ where: { fingerprint: newer.fingerprint } });
    await rosterFollower().barrier();
    expect((await body(await get(path))).equals(bytes)).toBe(true);
  });

  test('that was removed or is unknown is a sentence', async () => {
    await deleteMedium({ actor: operator(), id: medium.id });
    await rosterFollower().barrier();
    for (const hash of [medium.specHash, '0'.repeat(64)]) {
      const answer = await get(`/media/${hash}/boot.iso`);
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining('This boot medium is not here'),
      ]);
    }
  });

  test('never gives half a file', async () => {
    const file = dataPath('artifacts', medium.fingerprint, 'boot.iso');
    writeFileSync(file, bytes.subarray(0, 5_000));
    expect((await get(`/media/${medium.specHash}/`)).status).toBe(410);
    rmSync(file);
    expect((await get(`/media/${medium.specHash}/`)).status).toBe(410);
  });

  test('of what holds a secret gives nothing, nor does its fingerprint', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    const options = { clientCertificate: pem, clientKeySecret: 'client_key' };
    const closed = await makeMedium({
      teamId,
      kind: 'iso',
      spec: { ...iso, engine: 'compiled', options },
      files: { 'boot.iso': 'with a key' },
    });
    await rosterFollower().barrier();
    expect((await get(`/media/${closed.specHash}/`)).status).toBe(404);
    expect((await get(`/artifacts/${closed.fingerprint}/boot.iso`)).status).toBe(404);
    const path = `/api/isos/${closed.id}`;
    expect((await get(path)).status).toBe(299);
    expect(await (await get(path, as('owning', 'operator'))).text()).toBe('with a key');
    // The door says why.
    expect((await get(path, as('owning', 'viewer'))).status).toBe(299);
  });

  test('with an enrolment token is for who may see the token', async () => {
    const { id } = await makeMedium({
      teamId,
      kind: 'iso',
      spec: { ...iso, enrolment: idOf('owning', 'enrolment') },
      files: { 'boot.iso': 'with a token' },
    });
    for (const role of roles) {
      const answer = await get(`/api/bootmedia/${id}`, as('owning', role));
      expect(answer.status, role).toBe(role === 'viewer' ? 299 : 200);
    }
  });
});

function operator() {
  return {
    kind: 'user' as const,
    id: crypto.randomUUID(),
    name: 'operator',
    teamId,
    teamName: 'owning',
    role: 'operator' as const,
    owner: true,
  };
}

describe('a friendly link', () => {
  const link = (name: string, specHash: string) =>
    db().mediaLink.create({
      data: { name, teamId, kind: 'iso', specHash, createdBy: 'somebody' },
    });

  test('follows where it is pointed, and ends with itself', async () => {
    expect((await get('/media/rescue/')).status).toBe(404);
    await link('rescue', medium.specHash);
    // Nobody has told the roster yet: the store is asked.
    expect((await body(await get('/media/rescue/boot.iso'))).equals(bytes)).toBe(true);
    await rosterFollower().barrier();
    expect(roster().media.linked('rescue')).toBe(medium.specHash);
    const second = await makeMedium({
      teamId,
      kind: 'syslinux',
      spec: { fragment: 'pxelinux.0' },
      // What lies beside it may be larger.
      files: { 'ldlinux.c32': 'not the one that is booted', 'pxelinux.0': 'second' },
    });
    await db().mediaLink.update({ where: { name: 'rescue' }, data: { specHash: second.specHash } });
    await rosterFollower().barrier();
    expect(await (await get('/media/rescue/')).text()).toBe('second');
    await db().mediaLink.delete({ where: { name: 'rescue' } });
    await rosterFollower().barrier();
    const gone = await get('/media/rescue/');
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('"rescue"')]);
  });

  test('leaves the pages to the pages', async () => {
    for (const path of [
      '/media',
      '/media/',
      '/media/new',
      '/media/new/x',
      `/media/${medium.id}/x`,
    ]) {
      expect((await get(path)).status, path).toBe(299);
    }
  });
});

describe('the bytes by id', () => {
  const collections = ['bootmedia', 'isos'];

  test.each(collections)('%s: whole and in part, with their length', async (segment) => {
    const path = `/api/${segment}/${medium.id}`;
    const answer = await get(path, as('owning', 'viewer'));
    expect([answer.status, (await body(answer)).equals(bytes)]).toEqual([200, true]);
    expect(answer.headers.get('content-length')).toBe(String(bytes.length));
    expect(answer.headers.get('etag')).toBe(`"${sha256(bytes)}"`);
    const part = await get(path, { ...as('owning', 'viewer'), range: 'bytes=0-9' });
    expect([part.status, (await body(part)).length]).toEqual([206, 10]);
    // What axios sends by itself: it asks for the file.
    const accept = 'application/json, text/plain, */*';
    const plain = await get(path, { ...as('owning', 'viewer'), accept });
    expect((await body(plain)).equals(bytes)).toBe(true);
    const head = await get(path, as('owning', 'viewer'), 'HEAD');
    expect(head.headers.get('content-length')).toBe(String(bytes.length));
    const about = await get(`${path}?file=about.json`, as('owning', 'viewer'));
    expect(await about.text()).toBe('{"engine":"prebuilt"}');
  });

  test('for every role of the team, by session and by token, and for nobody else', async () => {
    const path = `/api/bootmedia/${medium.id}`;
    for (const team of ['owning', 'other'] as const) {
      for (const role of roles) {
        const cookie = await signInAs(emailOf(team, role));
        const expected = team === 'owning' ? 200 : 299;
        expect((await get(path, { cookie })).status, `${role} of ${team}`).toBe(expected);
        expect((await get(path, as(team, role))).status, `token of ${team}`).toBe(expected);
      }
    }
    // Whatever is not the plain case is the door's to answer.
    const handedOn: Record<string, string>[] = [
      {},
      { authorization: 'Bearer prov_x' },
      { cookie: 'next-auth.session-token=x', origin },
      { ...as('owning', 'viewer'), accept: 'application/json' },
    ];
    for (const headers of handedOn) {
      expect((await get(path, headers)).status, JSON.stringify(headers)).toBe(299);
    }
    const viewer = as('owning', 'viewer');
    expect((await get(path, viewer, 'DELETE')).status).toBe(299);
    expect((await get(`/api/ipxes/${medium.id}`, viewer)).status).toBe(299);
    expect((await get(`/api/isos/${idOf('owning', 'iso')}`, viewer)).status).toBe(299);
    expect((await get('/api/isos/42', viewer)).status).toBe(299);
    expect((await get('/api/isos', viewer)).status).toBe(299);
  });
});

test('media and links are in the copy of the roster, for when the store is away', async () => {
  await db().mediaLink.create({
    data: { name: 'kept', teamId, kind: 'iso', specHash: medium.specHash, createdBy: 'x' },
  });
  await rosterFollower().barrier();
  const kept = [...roster().entries()];
  expect(kept).toContainEqual({
    part: 'links',
    entry: { name: 'kept', specHash: medium.specHash },
  });
  expect(kept).toContainEqual({
    part: 'media',
    entry: expect.objectContaining({ id: medium.id, fingerprint: medium.fingerprint }),
  });
});
