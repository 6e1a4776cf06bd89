/** Who may change, and who sees, what is known of a stranger: teams that claim each other's machines. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { createEnrolment, deleteEnrolment, revokeEnrolment } from '@/lib/auth/enrolments/mutations';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listStrangers, readStranger } from '../data';
import { rejectStranger } from '../mutations';
import { recordSighting } from './mutations';

const mac = '52:54:00:77:16:81';
const spare = '52:54:00:77:16:82';
const own = '52:54:00:77:16:83';

const told = {
  mac,
  macs: [mac, spare],
  uuid: '4c4c4544-0031-3010-8031-b4c04f4a4e32',
  serial: 'ABC123',
  vendor: 'Dell Inc.',
  address: '10.77.0.140',
};

let owner: Actor;
let team: Actor;
let rival: Actor;
let enrolmentId: string;
let rivalId: string;

const tokenOf = async (actor: Actor, name: string) =>
  (await createEnrolment({ actor, input: { name, expiresAt: null } })).id;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  owner = await insertTeam({ owner: true });
  team = await insertTeam();
  rival = await insertTeam();
  enrolmentId = await tokenOf(team, 'sticks');
  rivalId = await tokenOf(rival, 'spies');
});
afterAll(closeDatabase);

const age = (days: number) =>
  db().machine.updateMany({ data: { lastSeenAt: new Date(Date.now() - days * 86_400_000) } });

const label = () => db().machine.updateMany({ data: { labels: { rack: '4' } } });

/** What a rival asks: the victim's MAC, alone, or among its own. */
const claims = [
  ['as its own', () => ({ mac })],
  ['by another card of it', () => ({ mac: own, macs: [own, mac, spare] })],
] as const;

describe.each(claims)('a machine of our own wire that a team claims %s', (_, claim) => {
  test('stays as it was, for the owning team alone', async () => {
    await recordSighting(told);
    await label();
    const before = await db().machine.findUniqueOrThrow({ where: { mac } });
    await recordSighting({ ...claim(), serial: 'FORGED', enrolmentId: rivalId });
    expect(await db().machine.findUniqueOrThrow({ where: { mac } })).toEqual(before);
    expect(JSON.stringify(await listStrangers({ actor: rival }))).not.toMatch(/ABC123|rack/);
    expect(await readStranger({ actor: owner, mac })).toMatchObject({ serial: 'ABC123' });
    // And it is still its own when it boots again.
    expect(await recordSighting(told)).toMatchObject({ mac, first: false, held: false });
  });

  test('is as safe where a team of a token has it', async () => {
    await recordSighting({ ...told, enrolmentId });
    const before = await db().machine.findUniqueOrThrow({ where: { mac } });
    await recordSighting({ ...claim(), serial: 'FORGED', enrolmentId: rivalId });
    expect(await db().machine.findUniqueOrThrow({ where: { mac } })).toEqual(before);
    expect(JSON.stringify(await listStrangers({ actor: rival }))).not.toContain('ABC123');
  });

  test('tells nothing to who was there first with a lie', async () => {
    await recordSighting({ ...claim(), enrolmentId: rivalId });
    const seen = await recordSighting(told);
    expect(JSON.stringify(await listStrangers({ actor: rival }))).not.toMatch(/ABC123|10\.77/);
    // Its first card is taken at most: forgetting that row lets it in.
    const [first] = claim().mac === mac ? [true] : [false];
    expect(seen?.held).toBe(first);
  });
});

test('who came without a token first is not given to one that comes with it', async () => {
  await recordSighting(told);
  const seen = await recordSighting({ mac, enrolmentId: rivalId });
  expect(seen).toEqual({ mac, first: false, rejected: false, held: true });
  expect(await listStrangers({ actor: rival })).toEqual([]);
  await expect(readStranger({ actor: rival, mac })).rejects.toMatchObject({ status: 404 });
});

test.each([
  ['our own wire', null],
  ['another team', 'team'],
])('what %s has not seen for a month is made anew, and tells nothing of before', async (_, of) => {
  await recordSighting({ ...told, enrolmentId: of && enrolmentId });
  await label();
  await rejectStranger({ actor: owner, mac });
  await age(29);
  expect(await recordSighting({ mac, enrolmentId: rivalId })).toMatchObject({ held: true });
  await age(31);
  const seen = await recordSighting({ mac, address: '192.0.2.1', enrolmentId: rivalId });
  expect(seen).toEqual({ mac, first: true, rejected: false, held: false });
  const [row] = await listStrangers({ actor: rival });
  expect(row).toMatchObject({
    ...{ macs: [mac], uuid: null, serial: null, vendor: null, address: '192.0.2.1' },
    ...{ labels: {}, rejected: false, sightings: 1, enrolment: { id: rivalId } },
  });
  expect(Date.now() - Date.parse(row?.firstSeenAt ?? '')).toBeLessThan(60_000);
});

test('by another token of its team it stays one machine, and forgets nothing', async () => {
  await recordSighting({ ...told, enrolmentId });
  await revokeEnrolment({ actor: team, id: enrolmentId });
  const second = await tokenOf(team, 'newer sticks');
  expect(await recordSighting({ mac, enrolmentId: second })).toMatchObject({ held: false });
  expect(await listStrangers({ actor: team })).toMatchObject([
    { serial: 'ABC123', sightings: 2, enrolment: { id: second } },
  ]);
});

test("a token of the owning team's is its own wire, too", async () => {
  await recordSighting(told);
  const all = await tokenOf(owner, 'all');
  expect(await recordSighting({ mac, enrolmentId: all })).toMatchObject({ held: false });
  expect(await recordSighting({ mac })).toMatchObject({ held: false });
  expect(await listStrangers({ actor: owner })).toMatchObject([
    { serial: 'ABC123', sightings: 3, enrolment: { id: all } },
  ]);
});

test('what a deleted token brought is for the next who comes', async () => {
  await recordSighting({ ...told, enrolmentId });
  await revokeEnrolment({ actor: team, id: enrolmentId });
  await deleteEnrolment({ actor: team, id: enrolmentId });
  expect(await recordSighting({ mac, enrolmentId })).toBeNull();
  expect(await recordSighting({ mac, enrolmentId: rivalId })).toMatchObject({ first: true });
  expect(await listStrangers({ actor: rival })).toMatchObject([{ mac, serial: null }]);
});

test('of twenty of two teams at once one has it, and the other nothing of it', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      recordSighting(
        at % 2 === 0 ? { ...told, enrolmentId } : { mac, serial: 'FORGED', enrolmentId: rivalId },
      ),
    ),
  );
  const [row] = await db().machine.findMany();
  const first = row?.enrolmentId === enrolmentId;
  expect(row).toMatchObject({ sightings: 10, serial: first ? 'ABC123' : 'FORGED' });
  expect(row?.macs).toEqual(first ? [mac, spare] : [mac]);
});
