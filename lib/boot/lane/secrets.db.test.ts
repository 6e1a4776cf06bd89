/** Texts that hold secrets: given once in each boot, written down first, and told without their values. */
import { beforeEach, describe, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import type { Actor } from '@/lib/auth/actor';
import { db, pool } from '@/lib/core/db';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput, servedSecrets } from '@/lib/hosts/installs/schema';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';

const value = 'hunter2-of-the-root';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;
let sub: string;

beforeEach(async () => {
  ({ lane, actor, room } = here);
  await putSecret({ actor, name: 'root', value });
  sub = await template('sub', 'sub', '#!ipxe\necho {{ host.name }}\n');
  const kickstart = await template('kickstart', 'answers', 'rootpw {{ secrets.root }}\n');
  await db().profile.update({
    where: { id: room.profileId },
    data: { subScriptId: sub, kickstartId: kickstart, imageId: null },
  });
});

type Kind = 'sub' | 'kickstart' | 'pre' | 'post';

function template(kind: Kind, title: string, text: string): Promise<string> {
  return makeScript({ teamId: actor.teamId, kind, title, text, template: true });
}

async function authorise(input: Record<string, unknown> = {}): Promise<string> {
  const given = { actor, hostId: room.hostId, input: authoriseInput.parse(input) };
  const { id } = await authoriseInstall(given);
  await rosterFollower().barrier();
  return id;
}

async function boot(): Promise<string> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
  const path = /set install http:\/\/[^/]+(\S+)/.exec(await answer.text())?.[1];
  return lane.url + path;
}

async function kickstart(url: string): Promise<{ status: number; body: string }> {
  const answer = await fetch(`${url}/kickstart`);
  return { status: answer.status, body: await answer.text() };
}

const report = (url: string, type = 'step') =>
  fetch(`${url}/events`, { method: 'POST', body: JSON.stringify({ type, name: 'x' }) });

async function events(type: string) {
  await bootNotes().flush();
  return db().event.findMany({ where: { type }, orderBy: { id: 'asc' } });
}

const served = { status: 200, body: `rootpw ${value}\n` };

describe('a kickstart that holds a secret', () => {
  test('is given until the installer has reported, and then refused with an event', async () => {
    await authorise();
    const url = await boot();
    expect(await kickstart(url)).toEqual(served);
    // An answer can get lost on its way.
    expect(await kickstart(url)).toEqual(served);
    expect(await events('secret-served')).toHaveLength(1);
    await report(url);
    const refused = await kickstart(url);
    expect(refused.status).toBe(410);
    expect(refused.body).toContain('given once in each authorised boot');
    const [event] = await events('secret-refetch');
    expect(event).toMatchObject({
      source: 'gate',
      hostId: room.hostId,
      data: { what: 'kickstart', attention: true },
    });
  });

  test('is refused under its other names too', async () => {
    await db().scriptRevision.updateMany({
      where: { script: { kind: 'kickstart' } },
      data: { dialect: 'autoinstall', text: '#cloud-config\nx: {{ secrets.root }}\n' },
    });
    await authorise();
    const url = await boot();
    expect((await fetch(`${url}/user-data`)).status).toBe(200);
    await report(url);
    expect((await fetch(`${url}/user-data`)).status).toBe(410);
    expect((await kickstart(url)).status).toBe(410);
    // Its companions hold none.
    expect((await fetch(`${url}/meta-data`)).status).toBe(200);
  });

  test('is given again in the next boot that was authorised', async () => {
    await authorise({ boots: 2 });
    const first = await boot();
    await kickstart(first);
    await report(first);
    expect((await kickstart(first)).status).toBe(410);
    const second = await boot();
    expect(await kickstart(second)).toEqual(served);
  });

  test('never tells its value anywhere else', async () => {
    await authorise();
    const url = await boot();
    await kickstart(url);
    await report(url);
    await kickstart(url);
    await bootNotes().flush();
    const rows = [
      ...(await db().event.findMany()),
      ...(await db().auditEntry.findMany()),
      ...(await db().install.findMany()),
      ...(await db().scriptRevision.findMany()),
      ...(await db().secret.findMany()),
    ];
    const all = JSON.stringify(rows, (_key, one) => (typeof one === 'bigint' ? `${one}` : one));
    expect(all).toContain('secret-served');
    expect(all).not.toContain(value);
  });

  test('asked for by twenty at once while the installer reports: nobody gets it after the report', async () => {
    await authorise();
    const url = await boot();
    await kickstart(url);
    const asked = Array.from({ length: 20 }, () => kickstart(url));
    const reported = report(url);
    const answers = await Promise.all(asked);
    await reported;
    expect(answers.every(({ status }) => status === 200 || status === 410)).toBe(true);
    const given = answers.filter(({ status }) => status === 200).length;
    const row = await db().install.findFirstOrThrow();
    expect(servedSecrets.parse(row.secretsServed).kickstart).toMatchObject({
      boot: 1,
      times: 1 + given,
      refused: 20 - given,
      reported: true,
    });
    expect((await kickstart(url)).status).toBe(410);
    // However often it is tried, the timeline tells of it a few times.
    await Promise.all(Array.from({ length: 10 }, () => kickstart(url)));
    expect((await events('secret-refetch')).length).toBe(3);
  });

  test('asked for first by ten at once is written down ten times', async () => {
    await authorise();
    const url = await boot();
    const answers = await Promise.all(Array.from({ length: 10 }, () => kickstart(url)));
    expect(answers).toEqual(Array.from({ length: 10 }, () => served));
    const row = await db().install.findFirstOrThrow();
    expect(servedSecrets.parse(row.secretsServed).kickstart?.times).toBe(10);
    expect(await events('secret-served')).toHaveLength(1);
  });
});

test('while the store cannot write, nobody gets a secret, and all else goes on', async () => {
  await authorise();
  const url = await boot();
  const locked = await pool().connect();
  try {
    await locked.query('BEGIN');
    await locked.query('LOCK TABLE "Install" IN EXCLUSIVE MODE');
    const answer = await fetch(`${url}/kickstart`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(await answer.text()).not.toContain(value);
    expect(await (await fetch(`${url}/script`)).text()).toBe('#!ipxe\necho node-0001\n');
  } finally {
    await locked.query('ROLLBACK');
    locked.release();
  }
  expect(await kickstart(url)).toEqual(served);
});

describe('what does not render', () => {
  const refusal = () => authorise().catch((error) => error);

  test('is refused before anybody authorises it, with script, line and column', async () => {
    const pre = await template(
      'pre',
      'wipe',
      '#!/bin/sh\necho a\necho {{ host.params.nothing }}\n',
    );
    await db().profileScript.create({
      data: { profileId: room.profileId, scriptId: pre, position: 9 },
    });
    expect(await refusal()).toMatchObject({
      code: 'ERR_SCRIPT_DOES_NOT_RENDER',
      status: 409,
      data: { kind: 'pre', title: 'wipe', problems: [{ line: 3, column: expect.any(Number) }] },
    });
    expect(await db().install.count()).toBe(0);
  });

  test('is refused where a secret is not there, or cannot stand in its place', async () => {
    await putSecret({ actor, name: 'root', value: 'two\nlines of it' });
    const error = await refusal();
    expect(error).toMatchObject({ code: 'ERR_SCRIPT_DOES_NOT_RENDER' });
    expect(error.message).toContain('The value of a secret cannot stand here');
    expect(JSON.stringify([error.message, error.data])).not.toContain('lines of it');
    await db().secret.deleteMany();
    expect((await refusal()).message).toContain('There is no secret named root');
  });

  test('what changed in between is on the screen and in the timeline', async () => {
    await db().scriptRevision.updateMany({
      where: { scriptId: sub },
      data: { text: '#!ipxe\necho {{ secrets.root }}\n' },
    });
    await authorise();
    await db().secret.deleteMany();
    const url = await boot();
    const script = await fetch(`${url}/script`);
    expect(script.status).toBe(200);
    expect(await script.text()).toMatch(
      /^#!ipxe\necho\necho The sub script "sub" could not be rendered\.\necho "sub", line 2, column \d+: .*root.*\n/,
    );
    const answers = await kickstart(url);
    expect(answers.status).toBe(422);
    expect(answers.body).toContain('The kickstart "answers" could not be rendered');
    expect((await events('script-does-not-render')).map(({ data }) => data)).toMatchObject([
      { what: 'script' },
      { what: 'kickstart' },
    ]);
    expect(await db().install.findFirstOrThrow()).toMatchObject({ secretsServed: {} });
  });
});
