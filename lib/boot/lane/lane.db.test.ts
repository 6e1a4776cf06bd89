/** The lane over HTTP: texts, files, strangers, and what it does without its store. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import {
  makeRoom,
  makeScript,
  type Room,
  startLane,
  type TestLane,
} from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { sha256 } from '@/lib/core/secret';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';

let lane: TestLane;
let actor: Actor;
let room: Room;
/** What Next would do with a request that the lane hands on. */
let next: () => Promise<void> = async () => {};

beforeAll(async () => {
  lane = await startLane({ next: () => next() });
});

beforeEach(async () => {
  actor = await insertTeam();
  room = await makeRoom({ actor });
  await rosterFollower().barrier();
});

afterEach(async () => {
  next = async () => {};
  await bootNotes().flush();
  await emptyDatabase(databaseUrl());
});

afterAll(async () => {
  await lane.close();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(lane.url + path, { headers, method });

describe('scripts', () => {
  const text = '#!ipxe\necho ${net0/mac} – fünf\r\n';
  const save = (kind: 'sub' | 'pre' = 'sub') =>
    makeScript({ teamId: actor.teamId, kind, title: crypto.randomUUID(), text });

  test('leave byte for byte, with their length and hash', async () => {
    const id = await save();
    await rosterFollower().barrier();
    const answer = await get(`/api/pxeboot/subscripts/${id}`);
    expect(await answer.text()).toBe(text);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(Buffer.byteLength(text)),
      'x-content-type-options': 'nosniff',
      etag: `"${sha256(text)}"`,
      vary: 'Accept',
    });
    const head = await get(`/api/pxeboot/subscripts/${id}`, {}, 'HEAD');
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(text)));
    const known = await get(`/api/pxeboot/subscripts/${id}`, {
      'if-none-match': `W/"${sha256(text)}"`,
    });
    expect([known.status, await known.text()]).toEqual([304, '']);
  });

  test('who asks for JSON, another kind or another id is handed on', async () => {
    const id = await save();
    await rosterFollower().barrier();
    const path = `/api/pxeboot/subscripts/${id}`;
    expect((await get(path)).status).toBe(200);
    expect((await get(path, { accept: 'application/json' })).status).toBe(299);
    expect((await get(`/api/pxeboot/kickstarts/${id}`)).status).toBe(299);
    expect((await get(`/api/pxeboot/subscripts/${crypto.randomUUID()}`)).status).toBe(299);
    expect((await get('/api/pxeboot/subscripts')).status).toBe(299);
    expect((await get(path, {}, 'DELETE')).status).toBe(299);
    expect((await get('/hosts')).status).toBe(299);
  });

  test('an old revision is there as long as the script is', async () => {
    const id = await save();
    await db().scriptRevision.create({
      data: { scriptId: id, number: 2, text: 'two', sha256: sha256('two'), author: 'a' },
    });
    await db().script.update({ where: { id }, data: { revision: 2 } });
    await rosterFollower().barrier();
    const path = `/api/pxeboot/subscripts/${id}`;
    expect(await (await get(path)).text()).toBe('two');
    expect(await (await get(`${path}?revision=1`)).text()).toBe(text);
    expect((await get(`${path}?revision=3`)).status).toBe(404);
    expect((await get(`${path}?revision=x`)).status).toBe(400);
  });

  test('a machine that asks right after a save gets what was saved', async () => {
    const id = await save();
    for (let number = 2; number < 12; number += 1) {
      next = async () => {
        const saved = `text ${number}`;
        await db().scriptRevision.create({
          data: { scriptId: id, number, text: saved, sha256: sha256(saved), author: 'a' },
        });
        await db().script.update({ where: { id }, data: { revision: number } });
      };
      await get(`/api/pxeboot/subscripts/${id}`, {}, 'PUT');
      expect(await (await get(`/api/pxeboot/subscripts/${id}`)).text()).toBe(`text ${number}`);
    }
  });
});

describe('boot', () => {
  test('a stranger gets 404 and is written down, once for many questions', async () => {
    const path =
      '/api/pxeboot/boot?mac=52-54-00-AA-00-01&arch=x86_64&platform=efi&manufacturer=Dell';
    for (const _ of [1, 2, 3]) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('52:54:00:aa:00:01 is no host yet');
    }
    await bootNotes().flush();
    expect(await db().machine.findMany()).toMatchObject([
      { mac: '52:54:00:aa:00:01', arch: 'x86_64', vendor: 'Dell', sightings: 1 },
    ]);
    expect(await db().event.count({ where: { type: 'boot-decided' } })).toBe(1);
  });

  test('a bad MAC is a sentence', async () => {
    const answer = await get('/api/pxeboot/boot?mac=nonsense');
    expect([answer.status, await answer.text()]).toEqual([
      400,
      'mac: This is no MAC address. Write it like 52:54:00:12:34:56.\n',
    ]);
  });

  test('what a machine tells is kept on its host, and what it is known by is not changed', async () => {
    const ask = (more: string) => get(`/api/pxeboot/boot?mac=${room.mac}&platform=pcbios${more}`);
    await ask('&serial=S-1&product=R640&uuid=00000000-0000-0000-0000-000000000000');
    await bootNotes().flush();
    const host = () => db().host.findUniqueOrThrow({ where: { id: room.hostId } });
    expect(await host()).toMatchObject({
      serial: 'S-1',
      uuid: null,
      product: 'R640',
      firmware: 'bios',
      lastSeenAt: expect.any(Date),
    });
  });

  test('the answer is right at once for a host that was just made', async () => {
    const mac = '52:54:00:bb:00:01';
    next = async () => {
      const { teamId } = actor;
      await db().host.create({ data: { teamId, name: 'fresh', macs: { create: { mac } } } });
    };
    expect((await get(`/api/pxeboot/boot?mac=${mac}`)).status).toBe(404);
    await get('/api/hosts', {}, 'POST');
    expect(await (await get(`/api/pxeboot/boot?mac=${mac}`)).text()).toContain(
      'fresh boots its local disk',
    );
    await db().host.deleteMany({ where: { name: 'fresh' } });
    await rosterFollower().barrier();
    expect((await get(`/api/pxeboot/boot?mac=${mac}`)).status).toBe(404);
  });

  test('other methods are refused', async () => {
    const answer = await get('/api/pxeboot/boot', {}, 'POST');
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });
});

describe('files', () => {
  const path = () => `/artifacts/${room.fingerprint}/vmlinuz`;
  const content = 'vmlinuz of 0001';

  test('with length, ETag and ranges', async () => {
    const whole = await get(path());
    expect(await whole.text()).toBe(content);
    expect(whole.headers.get('content-length')).toBe('15');
    expect(whole.headers.get('etag')).toBe(`"${sha256(content)}"`);
    const part = await get(path(), { range: 'bytes=8-9' });
    expect([part.status, await part.text(), part.headers.get('content-range')]).toEqual([
      206,
      'of',
      'bytes 8-9/15',
    ]);
    const beyond = await get(path(), { range: 'bytes=15-' });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */15']);
    const head = await get(path(), {}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      '15',
      '',
    ]);
    const same = await get(path(), { 'if-none-match': `"${sha256(content)}"` });
    expect(same.status).toBe(304);
  });

  test('of the newest agent, by a name that a script can hold', async () => {
    const answer = await get('/artifacts/agent/vmlinuz');
    expect(await answer.text()).toBe(content);
    const none = await get('/artifacts/agent/vmlinuz?arch=arm64');
    expect([none.status, await none.text()]).toEqual([
      404,
      expect.stringContaining('No agent has been built for arm64 yet.'),
    ]);
    expect((await get('/artifacts/agent/secret.key')).status).toBe(404);
  });

  test('no path leads out, and no other name is a file', async () => {
    const { fingerprint } = room;
    for (const bad of [
      `/artifacts/${fingerprint}/..%2f..%2fsecret.key`,
      `/artifacts/${fingerprint}/%E0%A4%A`,
      `/artifacts/${fingerprint}/artifact.json`,
      `/artifacts/${fingerprint}/`,
      `/artifacts/..%2f..%2f/secret.key`,
      `/artifacts/${sha256('nothing')}/vmlinuz`,
    ]) {
      expect([bad, (await get(bad)).status]).toEqual([bad, 404]);
    }
  });

  test('a file that is not as recorded is not served as if it were', async () => {
    await db().artifact.update({
      where: { fingerprint: room.fingerprint },
      data: { fingerprint: sha256('moved') },
    });
    const answer = await get(`/artifacts/${sha256('moved')}/vmlinuz`);
    expect(answer.status).toBe(410);
  });
});

test('health tells what machines can count on', async () => {
  expect(await (await get('/api/health')).json()).toMatchObject({
    ok: true,
    roster: { state: 'live', hosts: expect.any(Number) },
    database: { connected: true },
  });
});
