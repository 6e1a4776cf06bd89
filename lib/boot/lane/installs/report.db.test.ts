/** Reports as installers can send them, by a line of shell. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { authoriseInstall, cancelInstall, retryInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { rosterFollower } from '../../roster/follow';

const run = promisify(execFile);

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;
let events: string;

beforeEach(async () => {
  ({ lane, actor, room } = here);
  const sub = await makeScript({
    teamId: actor.teamId,
    kind: 'sub',
    title: 'sub',
    text: '#!ipxe\nexit 1\n',
  });
  await db().profile.update({
    where: { id: room.profileId },
    data: { subScriptId: sub, imageId: null },
  });
  await authorise();
  events = `${await boot()}/events`;
});

async function authorise(input: Record<string, unknown> = {}): Promise<void> {
  const given = { actor, hostId: room.hostId, input: authoriseInput.parse(input) };
  await authoriseInstall(given);
  await rosterFollower().barrier();
}

async function boot(): Promise<string> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
  const path = /set install http:\/\/[^/]+(\S+)/.exec(await answer.text())?.[1];
  return lane.url + path;
}

const row = () => db().install.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
const timeline = async () => {
  const rows = await db().event.findMany({ where: { source: 'agent' }, orderBy: { id: 'asc' } });
  return rows.map(({ message }) => message);
};
/** As an installer's script does it. */
const curl = async (...args: string[]) =>
  JSON.parse((await run('curl', ['-s', '-S', ...args])).stdout);

describe('by curl', () => {
  test('a whole installation, from started to finished', async () => {
    expect(await curl('-d', 'type=started', '-d', 'installer=anaconda 41', events)).toEqual({
      ok: true,
    });
    expect((await row()).state).toBe('installing');
    await curl('-X', 'POST', `${events}?type=progress&percent=40&message=Installing%20packages`);
    expect(await row()).toMatchObject({ step: 'Installing packages', progress: 0.4 });
    await curl('-d', 'type=script-started&phase=post&title=keys&interpreter=bash', events);
    const log = path.join(dataPath(), 'post.log');
    await writeFile(log, 'line one\nline two & three = %41\n');
    const query = 'type=script-finished&phase=post&title=keys&exitCode=0&durationMs=1500';
    await curl('--data-binary', `@${log}`, `${events}?${query}`);
    expect(await curl('-d', 'type=finished', events)).toEqual({ ok: true });
    expect(await timeline()).toEqual([
      'The installer anaconda 41 has started.',
      'Post-install "keys" has started (bash).',
      'Post-install "keys": exit 0 in 1.5 s.',
      'The installation is finished. From now on the machine boots its local disk.',
    ]);
    const finished = await db().event.findFirstOrThrow({ where: { type: 'script-finished' } });
    expect(finished.data).toMatchObject({ output: 'line one\nline two & three = %41\n' });
    expect((await row()).state).toBe('installed');
  });

  test('a failure keeps the last 64 KiB of its log, whatever is in it', async () => {
    const log = path.join(dataPath(), 'failed.log');
    const noise = Buffer.alloc(3_000_000, 'noise \xff\0\n', 'latin1');
    await writeFile(log, Buffer.concat([noise, Buffer.from('the end of it ü\n')]));
    const query = 'type=failed&reason=no+disk+was+found';
    expect(await curl('--data-binary', `@${log}`, `${events}?${query}`)).toEqual({ ok: true });
    expect(await row()).toMatchObject({ state: 'failed', reason: 'no disk was found' });
    const event = await db().event.findFirstOrThrow({ where: { type: 'failed' } });
    const { output } = event.data as { output: string };
    expect(output.endsWith('the end of it ü\n')).toBe(true);
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(64 * 1024);
    expect(Buffer.byteLength(output)).toBeGreaterThan(40 * 1024);
  });

  test('what it says twice is heard once, and bad fields are named', async () => {
    for (const _ of [1, 2]) await curl('-d', 'type=failed&reason=x', events);
    expect(await timeline()).toEqual(['The installation failed: x']);
    expect(await curl('-d', 'type=progress&percent=many', events)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('percent'),
    });
    expect(await curl('-d', 'type=dance', events)).toMatchObject({ ok: false });
  });

  test('a GET changes nothing', async () => {
    for (const url of [`${events}?type=finished`, `${events}/finished`]) {
      expect((await fetch(url)).status).toBeGreaterThanOrEqual(400);
    }
    expect((await row()).state).toBe('booting');
  });
});

test('JSON is JSON, though curl calls it a form', async () => {
  expect(await curl('-d', '{"type":"step","name":"x","message":"as JSON"}', events)).toEqual({
    ok: true,
  });
  expect(await timeline()).toEqual(['as JSON']);
});

describe('once its installer has started', () => {
  test('a machine boots its local disk, though more boots were authorised', async () => {
    await cancelInstall({ actor, hostId: room.hostId });
    await authorise({ boots: 5 });
    const url = await boot();
    await curl('-d', 'type=started', `${url}/events`);
    await rosterFollower().barrier();
    const again = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
    expect(await again.text()).toContain('boots its local disk');
    await expect.poll(async () => (await row()).state).toBe('failed');
    // What had finished all the same is believed, and what failed brings its log.
    expect(await curl('-d', 'type=finished', `${url}/events`)).toEqual({ ok: true });
    expect((await row()).state).toBe('installed');
  });
});

describe('retry', () => {
  const retry = () => retryInstall({ actor, hostId: room.hostId });

  test('authorises with the same options, and not while one is open', async () => {
    await cancelInstall({ actor, hostId: room.hostId });
    await authorise({ boots: 2, minutes: 30, overwrite: true });
    expect(await retry().catch((error) => error.code)).toBe('ERR_INSTALL_OPEN');
    await cancelInstall({ actor, hostId: room.hostId });
    const made = await retry();
    expect(made).toMatchObject({ state: 'authorised', bootsAllowed: 2, overwrite: true });
    const minutes = (Date.parse(made.expiresAt) - Date.parse(made.createdAt)) / 60_000;
    expect(Math.round(minutes)).toBe(30);
  });

  test('takes the default number of boots of the way it is installed by now', async () => {
    await cancelInstall({ actor, hostId: room.hostId });
    const image = await db().image.findFirstOrThrow();
    const byAgent = { subScriptId: null, imageId: image.id };
    await db().profile.update({ where: { id: room.profileId }, data: byAgent });
    expect(await retry()).toMatchObject({ method: 'agent', bootsAllowed: 3 });
  });

  test('of a host that was never installed, or is of another team, is refused', async () => {
    await db().install.deleteMany();
    expect(await retry().catch((error) => error.code)).toBe('ERR_NO_INSTALL');
    actor = await insertTeam();
    expect(await retry().catch((error) => error.code)).toBe('ERR_HOST_NOT_FOUND');
  });
});
