/** Machines that come with an enrolment token: the real lane over HTTP, on a real Postgres. */
import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, type Room, startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { createEnrolment, deleteEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { listStrangers } from '@/lib/hosts/strangers/data';
import { acceptStranger } from '@/lib/hosts/strangers/mutations';
import { acceptedHost } from '@/lib/hosts/strangers/schema';
import { enrolmentUses } from '../notes/enrolment-uses';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';
import { roster } from '../roster/roster';

let lane: TestLane;
let owner: Actor;
let actor: Actor;
let other: Actor;
let room: Room;
let id: string;

beforeAll(async () => {
  lane = await startLane();
});

beforeEach(async () => {
  owner = await insertTeam({ owner: true });
  actor = await insertTeam();
  other = await insertTeam();
  room = await makeRoom({ actor });
  ({ id } = await createEnrolment({ actor, input: { name: 'sticks', expiresAt: null } }));
  await rosterFollower().barrier();
});

afterEach(async () => {
  await bootNotes().flush();
  await enrolmentUses().flush();
  await emptyDatabase(databaseUrl());
});

afterAll(async () => {
  await lane.close();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

let machines = 0;

/** The MAC of a machine that no test has seen before: what was told of one is not told again for minutes. */
function newMac(): string {
  machines += 1;
  return `52:54:00:77:16:${machines.toString(16).padStart(2, '0')}`;
}

async function ask(given: { mac: string; token?: string; path?: string; more?: string }) {
  const { mac, token = enrolmentToken(id), path = 'boot', more = '' } = given;
  const query = `mac=${mac}&platform=pcbios&enrolment=${token}${more}`;
  const answer = await fetch(`${lane.url}/api/pxeboot/${path}?${query}`);
  return { status: answer.status, text: await answer.text() };
}

const revoke = async () => {
  await revokeEnrolment({ actor, id });
  await rosterFollower().barrier();
};

const events = async (type: string) => {
  await bootNotes().flush();
  return db().event.findMany({ where: { type }, orderBy: { id: 'asc' } });
};

describe('a stranger', () => {
  test("is seen by its token's team and the owning one, and by no other", async () => {
    const mac = newMac();
    expect(await ask({ mac })).toMatchObject({ status: 404 });
    await bootNotes().flush();
    const enrolment = { id, name: 'sticks', team: { id: actor.teamId, name: actor.teamName } };
    expect(await listStrangers({ actor })).toMatchObject([{ mac, enrolment }]);
    expect(await listStrangers({ actor: owner })).toMatchObject([{ mac, enrolment }]);
    expect(await listStrangers({ actor: other })).toEqual([]);
    const [event] = await events('boot-decided');
    expect(event).toMatchObject({
      teamId: actor.teamId,
      message: expect.stringContaining('by the enrolment token "sticks"'),
      data: { enrolment: { id, name: 'sticks' } },
    });
  });

  test("becomes a host of its token's team only", async () => {
    const mac = newMac();
    await ask({ mac });
    await bootNotes().flush();
    const input = acceptedHost.parse({ name: 'far-away' });
    await expect(acceptStranger({ actor: owner, mac, input })).rejects.toMatchObject({
      code: 'ERR_MACHINE_OF_ANOTHER_TEAM',
      status: 409,
      message: expect.stringContaining(actor.teamName),
    });
    await expect(acceptStranger({ actor: other, mac, input })).rejects.toMatchObject({
      code: 'ERR_MACHINE_NOT_FOUND',
    });
    await acceptStranger({ actor, mac, input });
    await rosterFollower().barrier();
    expect(await ask({ mac })).toMatchObject({
      status: 200,
      text: expect.stringContaining('far-away'),
    });
  });

  test('stays with the team when it comes without a medium later', async () => {
    const mac = newMac();
    await ask({ mac });
    await fetch(`${lane.url}/api/pxeboot/boot?mac=${mac}&serial=QM17`);
    await bootNotes().flush();
    expect(await listStrangers({ actor })).toMatchObject([{ mac, serial: null }]);
    expect(await events('machine-held')).toMatchObject([{ mac, teamId: null }]);
  });

  test('of our own wire is not given to a team whose token somebody else shows for it', async () => {
    const mac = newMac();
    await fetch(`${lane.url}/api/pxeboot/boot?mac=${mac}&serial=QM17`);
    await bootNotes().flush();
    for (let at = 0; at < 3; at += 1) expect((await ask({ mac })).status).toBe(404);
    const [event, ...more] = await events('machine-held');
    expect(more).toEqual([]);
    expect(event).toMatchObject({
      ...{ mac, teamId: null },
      message: expect.stringContaining('came with an enrolment token'),
    });
    expect(await listStrangers({ actor })).toEqual([]);
    expect(await listStrangers({ actor: owner })).toMatchObject([
      { mac, serial: 'QM17', sightings: 1, enrolment: null },
    ]);
  });
});

describe('a host', () => {
  test("of the token's team is decided as ever", async () => {
    await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
    await rosterFollower().barrier();
    const { status, text } = await ask({ mac: room.mac });
    expect(status).toBe(200);
    expect(text).toContain('provisioner.install=');
  });

  test('of another team is refused, and none of its boots is used up', async () => {
    const theirs = await makeRoom({ actor: other, mac: newMac() });
    await authoriseInstall({
      actor: other,
      hostId: theirs.hostId,
      input: authoriseInput.parse({}),
    });
    await rosterFollower().barrier();
    const refused = await ask({ mac: theirs.mac });
    expect(refused).toEqual({ status: 403, text: 'This medium is not for this machine.\n' });
    expect(await db().install.findFirstOrThrow()).toMatchObject({ bootsUsed: 0 });
    const [event] = await events('boot-refused');
    expect(event).toMatchObject({ teamId: actor.teamId, hostId: null });
    expect(JSON.stringify(event?.data)).not.toContain(theirs.hostId);
  });

  test('of any team is let in by a token of the owning team', async () => {
    const made = await createEnrolment({ actor: owner, input: { name: 'all', expiresAt: null } });
    await rosterFollower().barrier();
    const answer = await ask({ mac: room.mac, token: enrolmentToken(made.id) });
    expect(answer.status).toBe(200);
  });

  test('whose BIOS boots the stick in the place of its disk gets the drive behind it', async () => {
    const drives = async (more = '&from=medium') =>
      (await ask({ mac: room.mac, more })).text.match(/0x8\d/g);
    expect([await drives(), await drives(), await drives(), await drives()]).toEqual([
      ['0x80'],
      ['0x81', '0x80'],
      null,
      ['0x80'],
    ]);
    expect([await drives(''), await drives('')]).toEqual([['0x80'], ['0x80']]);
    await db().host.update({ where: { id: room.hostId }, data: { localBoot: 'exit' } });
    await rosterFollower().barrier();
    expect([await drives(), await drives()]).toEqual([null, null]);
  });
});

describe('revoked', () => {
  test('it is refused from that moment on, a machine that was answered before too', async () => {
    for (const mac of [room.mac, newMac()]) await ask({ mac });
    await revokeEnrolment({ actor, id });
    const written = Date.now();
    const day = new Date().toISOString().slice(0, 10);
    const sentence = `This medium was revoked on ${day}.\n`;
    // Without a barrier: what a web process hears of another one's writes.
    await expect
      .poll(() => ask({ mac: room.mac }), { interval: 10, timeout: 5_000 })
      .toEqual({ status: 403, text: sentence });
    expect(Date.now() - written).toBeLessThan(1_000);
    expect(await ask({ mac: newMac() })).toEqual({ status: 403, text: sentence });
    // The host itself is not: without the medium it is answered as before.
    expect((await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}`)).status).toBe(200);
  });

  test('a script says why, which iPXE runs where it does not show a 403', async () => {
    await revoke();
    const mac = newMac();
    const day = new Date().toISOString().slice(0, 10);
    expect(await ask({ mac, path: 'enrolled' })).toEqual({
      status: 200,
      text: `#!ipxe\nset why This medium was revoked on ${day}.\necho \${why}\n`,
    });
    expect(await listStrangers({ actor: owner })).toEqual([]);
  });

  test('the copy on disk keeps it out, too, before the next start can need it', async () => {
    await revoke();
    const copied = () =>
      readFileSync(dataPath('roster.json'), 'utf8')
        .split('\n')
        .find((line) => line.includes(id));
    await expect.poll(copied, { timeout: 4_000 }).toMatch(/"revokedAt":\d+/);
  });

  test('and deleted, its media stay out', async () => {
    await revoke();
    await deleteEnrolment({ actor, id });
    await rosterFollower().barrier();
    expect(await ask({ mac: room.mac })).toEqual({
      status: 403,
      text: 'This medium was revoked, and its token deleted.\n',
    });
    const script = await ask({ mac: room.mac, path: 'enrolled' });
    expect(script.text).toContain('set why This medium was revoked, and its token deleted.\n');
  });
});

test('a token that was made up is refused for every machine, and is one event for who tries', async () => {
  const forged = `${id}.${'A'.repeat(32)}`;
  for (let at = 0; at < 20; at += 1) {
    const { status, text } = await ask({ mac: newMac(), token: `${forged}${at}` });
    expect({ status, text }).toEqual({
      status: 403,
      text: 'The token on this medium is none of this provisioner.\n',
    });
  }
  expect((await ask({ mac: room.mac, token: '' })).status).toBe(403);
  const found = await events('boot-refused');
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ teamId: null });
  expect(await db().machine.count()).toBe(0);
});

test('no token is written down anywhere', async () => {
  const [, signature = ''] = enrolmentToken(id).split('.');
  await ask({ mac: newMac() });
  await ask({ mac: room.mac });
  await revoke();
  await ask({ mac: newMac() });
  await bootNotes().flush();
  const kept = [await db().event.findMany(), await db().machine.findMany()];
  const text = JSON.stringify(kept, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(text).toContain('sticks');
  expect(text).not.toContain(signature);
});

test('uses are counted by boot and not by question, and written together', async () => {
  const macs = [newMac(), newMac()];
  for (let at = 0; at < 5; at += 1) for (const mac of macs) await ask({ mac });
  const before = roster().version;
  await enrolmentUses().flush();
  const row = await db().enrolment.findUniqueOrThrow({ where: { id } });
  expect(row.uses).toBe(2);
  expect(Date.now() - (row.lastUsedAt?.getTime() ?? 0)).toBeLessThan(10_000);
  await rosterFollower().barrier();
  // What is only counted makes no kept answer untrue.
  expect(roster().version).toBe(before);
});
