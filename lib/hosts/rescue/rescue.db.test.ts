import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, makeScript, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listEvents } from '@/lib/events/data';
import { readHost } from '../data';
import { authoriseInstall, cancelInstall } from '../installs/mutations';
import { authoriseInput } from '../installs/schema';
import { cancelRescue, orderRescue, takeRescue } from './mutations';
import { rescue as rescueForm, rescueInput } from './schema';

let actor: Actor;
let room: Room;
let scriptId: string;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab' });
  room = await makeRoom({ actor });
  const { teamId } = actor;
  scriptId = await makeScript({ teamId, kind: 'sub', title: 'Rescue shell', text: '#!ipxe\n' });
});
afterAll(closeDatabase);

const order = (input: object = {}, as = actor) =>
  orderRescue({ actor: as, hostId: room.hostId, input: rescueInput.parse(input) });
const authorise = () =>
  authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
const host = () => readHost({ actor, id: room.hostId });

async function ordered() {
  const { rescue } = await db().host.findUniqueOrThrow({ where: { id: room.hostId } });
  return rescueForm.parse(rescue);
}

describe('an order', () => {
  test('is for the sub script titled "Rescue shell", as it is now, for an hour', async () => {
    const { rescue } = await order();
    expect(rescue).toMatchObject({
      scriptId,
      revision: 1,
      title: 'Rescue shell',
      by: actor.name,
    });
    const minutes = (Date.parse(rescue?.until ?? '') - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(59);
    expect(minutes).toBeLessThanOrEqual(60);
    expect((await listEvents({ actor, hostId: room.hostId }))[0]).toMatchObject({
      type: 'rescue-ordered',
      message: `${actor.name} ordered one boot of node-0001 into the sub script "Rescue shell".`,
    });
    expect(await db().auditEntry.findMany({ where: { action: 'host.rescue' } })).toMatchObject([
      { subject: 'node-0001', detail: { id: room.hostId, script: 'Rescue shell' } },
    ]);
  });

  test('changes no state, and no install', async () => {
    const before = await host();
    const after = await order();
    expect({ ...after, rescue: null, updatedAt: '' }).toEqual({ ...before, updatedAt: '' });
    expect(await db().install.count()).toBe(0);
  });

  test('can be for another sub script, and takes the place of the one before', async () => {
    const { teamId } = actor;
    const other = await makeScript({ teamId, kind: 'sub', title: 'Memtest', text: '#!ipxe\n' });
    await order();
    expect((await order({ scriptId: other, minutes: 5 })).rescue).toMatchObject({
      title: 'Memtest',
    });
  });

  test('is refused while an install is open, and one that waits goes when an install is authorised', async () => {
    await order();
    await authorise();
    expect((await host()).rescue).toBeNull();
    await expect(order()).rejects.toMatchObject({
      code: 'ERR_INSTALL_OPEN',
      status: 409,
      message:
        "An install of node-0001 is authorised, and its boots are the install's. Cancel it before you order a rescue boot.",
    });
    await cancelInstall({ actor, hostId: room.hostId });
    expect((await order()).rescue).not.toBeNull();
  });

  test('names what is missing', async () => {
    await db().script.delete({ where: { id: scriptId } });
    await expect(order()).rejects.toMatchObject({
      code: 'ERR_SUBSCRIPT_NOT_FOUND',
      message: expect.stringContaining('titled "Rescue shell"'),
    });
    await expect(order({ scriptId: room.preId })).rejects.toMatchObject({
      code: 'ERR_SUBSCRIPT_NOT_FOUND',
    });
  });

  test('is refused for a template with secrets, which are given to installations only', async () => {
    const use = (text: string) =>
      db().scriptRevision.updateMany({ where: { scriptId }, data: { text, template: true } });
    await use('#!ipxe\necho {{ host.name }}\n');
    expect((await order()).rescue).not.toBeNull();
    await use('#!ipxe\necho {{ secrets.root }}\n');
    await expect(order()).rejects.toMatchObject({
      code: 'ERR_INVALID_INPUT',
      message:
        '"Rescue shell" uses secrets.root, and secrets are given to installations only. Choose another sub script.',
    });
  });

  test('is taken back, once', async () => {
    await order();
    expect((await cancelRescue({ actor, hostId: room.hostId })).rescue).toBeNull();
    await expect(cancelRescue({ actor, hostId: room.hostId })).rejects.toMatchObject({
      code: 'ERR_NO_RESCUE',
    });
  });

  test("of another team's host is not found", async () => {
    const other = await insertTeam({ name: 'guests' });
    await expect(order({}, other)).rejects.toMatchObject({ code: 'ERR_HOST_NOT_FOUND' });
    await expect(cancelRescue({ actor: other, hostId: room.hostId })).rejects.toMatchObject({
      code: 'ERR_HOST_NOT_FOUND',
    });
  });

  test('that nobody used in time is shown no more', async () => {
    const until = new Date(Date.now() - 1).toISOString();
    const rescue = { scriptId, revision: 1, title: 'Rescue shell', until, by: 'x' };
    await db().host.update({ where: { id: room.hostId }, data: { rescue } });
    expect((await host()).rescue).toBeNull();
  });
});

describe('using it up', () => {
  test('works once, however many ask at the same time', async () => {
    await order();
    const rescue = await ordered();
    const taken = await Promise.all(
      Array.from({ length: 10 }, () => takeRescue({ hostId: room.hostId, rescue })),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await host()).rescue).toBeNull();
  });

  test('does not work for an order that was replaced, is over its time, or lost to an install', async () => {
    await order();
    const rescue = await ordered();
    await order({ minutes: 5 });
    expect(await takeRescue({ hostId: room.hostId, rescue })).toBe(false);
    const now = await ordered();
    const late = Date.parse(now.until);
    expect(await takeRescue({ hostId: room.hostId, rescue: now, now: late })).toBe(false);
    await authorise();
    await db().host.update({ where: { id: room.hostId }, data: { rescue: now } });
    expect(await takeRescue({ hostId: room.hostId, rescue: now })).toBe(false);
    await cancelInstall({ actor, hostId: room.hostId });
    expect(await takeRescue({ hostId: room.hostId, rescue: now })).toBe(true);
  });
});
