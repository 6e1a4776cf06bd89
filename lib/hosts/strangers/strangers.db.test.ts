import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { readHost } from '../data';
import { listStrangers, readStranger } from './data';
import { acceptStranger, forgetStranger, learnHost, rejectStranger } from './mutations';
import { acceptedHost } from './schema';
import { recordSighting } from './sightings/mutations';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

const mac = '52:54:00:00:00:01';
const second = '52:54:00:00:00:02';
const missing = { code: 'ERR_MACHINE_NOT_FOUND', status: 404 };

const told = {
  mac: '52-54-00-00-00-01',
  macs: ['525400000002', mac],
  uuid: '4C4C4544-0031-3010-8031-B4C04F4A4E32',
  serial: ' ABC123 ',
  arch: 'x86_64',
  platform: 'efi',
  vendor: 'Dell\u0000Inc.\u001b[31m',
  product: 'PowerEdge R640',
  address: '10.77.0.140',
};

describe('a sighting', () => {
  test('is kept with what the machine told, cleaned', async () => {
    expect(await recordSighting(told)).toEqual({ mac, first: true, rejected: false, held: false });
    expect(await listStrangers({ actor })).toMatchObject([
      {
        mac,
        macs: [mac, second],
        uuid: '4c4c4544-0031-3010-8031-b4c04f4a4e32',
        serial: 'ABC123',
        platform: 'efi',
        vendor: 'Dell Inc. [31m',
        sightings: 1,
        suggestedName: 'node-000001',
      },
    ]);
  });

  test('by another of its cards is the same machine, and forgets nothing', async () => {
    await recordSighting(told);
    const again = await recordSighting({ mac: second, address: '10.77.0.141' });
    expect(again).toEqual({ mac, first: false, rejected: false, held: false });
    expect(await listStrangers({ actor })).toMatchObject([
      { mac, macs: [mac, second], serial: 'ABC123', address: '10.77.0.141', sightings: 2 },
    ]);
  });

  test.each(['', 'nonsense', 'ff:ff:ff:ff:ff:ff'])('by the MAC %j is not kept', async (bad) => {
    expect(await recordSighting({ mac: bad })).toBeNull();
    expect(await db().machine.count()).toBe(0);
  });

  test('of twenty at once is one machine', async () => {
    await Promise.all(Array.from({ length: 20 }, () => recordSighting(told)));
    expect(await db().machine.findMany()).toMatchObject([{ mac, sightings: 20 }]);
  });

  test('of endless text is cut', async () => {
    const macs = Array.from({ length: 99 }, (_, n) => `02000000${n.toString(16).padStart(4, '0')}`);
    await recordSighting({ mac, macs, product: 'x'.repeat(100_000) });
    const [row] = await listStrangers({ actor });
    expect([row?.macs.length, row?.product?.length]).toEqual([32, 200]);
  });
});

describe('accepting', () => {
  test('makes a host with all that the machine told', async () => {
    await recordSighting(told);
    const host = await acceptStranger({
      actor,
      mac: '5254.0000.0002',
      input: acceptedHost.parse({ name: 'node-1', address: '10.77.0.101' }),
    });
    expect(await readHost({ actor, id: host.id })).toMatchObject({
      name: 'node-1',
      macs: [mac, second],
      uuid: '4c4c4544-0031-3010-8031-b4c04f4a4e32',
      serial: 'ABC123',
      arch: 'x86_64',
      firmware: 'uefi',
      product: 'PowerEdge R640',
      address: '10.77.0.101',
      lastSeenAt: expect.any(String),
    });
    expect(await listStrangers({ actor })).toEqual([]);
    expect(await db().event.findMany()).toMatchObject([{ type: 'host-accepted', hostId: host.id }]);
    expect(await db().auditEntry.findMany()).toMatchObject([{ action: 'host.accept' }]);
  });

  test('that fails leaves the stranger where it was', async () => {
    await recordSighting(told);
    await addHost({ actor, name: 'node-1' });
    const input = acceptedHost.parse({ name: 'node-1' });
    await expect(acceptStranger({ actor, mac, input })).rejects.toMatchObject({
      code: 'ERR_NAME_TAKEN',
    });
    expect(await listStrangers({ actor })).toHaveLength(1);
  });

  test('of a machine that never was here is refused', async () => {
    const input = acceptedHost.parse({ name: 'node-1' });
    for (const unknown of [mac, 'nonsense']) {
      await expect(acceptStranger({ actor, mac: unknown, input })).rejects.toMatchObject(missing);
    }
  });
});

test('a rejected machine stays so when it boots again, until it is brought back', async () => {
  await recordSighting(told);
  expect(await rejectStranger({ actor, mac })).toMatchObject({ mac, rejected: true });
  expect(await recordSighting(told)).toMatchObject({ first: false, rejected: true });
  expect(await listStrangers({ actor, rejected: false })).toEqual([]);
  await rejectStranger({ actor, mac: second, rejected: false });
  expect(await listStrangers({ actor, rejected: false })).toHaveLength(1);
});

test('a forgotten machine is new when it boots again', async () => {
  await recordSighting(told);
  expect(await forgetStranger({ actor, mac: second })).toEqual({ mac });
  await expect(readStranger({ actor, mac })).rejects.toMatchObject(missing);
  expect(await recordSighting(told)).toMatchObject({ first: true });
});

test('strangers are for the owning team alone', async () => {
  await recordSighting(told);
  expect(await listStrangers({ actor: other })).toEqual([]);
  await expect(readStranger({ actor: other, mac })).rejects.toMatchObject(missing);
  const input = acceptedHost.parse({ name: 'x' });
  await expect(acceptStranger({ actor: other, mac, input })).rejects.toMatchObject(missing);
});

test('strangers are found by what they told, last seen first, in pages', async () => {
  await recordSighting(told);
  await recordSighting({ mac: '52:54:00:00:00:09', product: '100%' });
  const macs = async (query: object) =>
    (await listStrangers({ actor, ...query })).map((one) => one.mac);
  expect(await macs({})).toEqual(['52:54:00:00:00:09', mac]);
  expect(await macs({ limit: 1 })).toEqual(['52:54:00:00:00:09']);
  expect(await macs({ limit: 1, after: '52:54:00:00:00:09' })).toEqual([mac]);
  expect(await macs({ search: 'poweredge' })).toEqual([mac]);
  expect(await macs({ search: '525400000002' })).toEqual([mac]);
  expect(await macs({ search: '%' })).toEqual(['52:54:00:00:00:09']);
});

test('a host learns what its machine tells, and keeps what it is known by', async () => {
  const { id } = await addHost({ actor });
  await learnHost({ hostId: id, ...told });
  expect(await readHost({ actor, id })).toMatchObject({
    uuid: '4c4c4544-0031-3010-8031-b4c04f4a4e32',
    serial: 'ABC123',
    firmware: 'uefi',
    lastSeenAt: expect.any(String),
  });
  await learnHost({ hostId: id, uuid: crypto.randomUUID(), serial: 'other', platform: 'pcbios' });
  expect(await readHost({ actor, id })).toMatchObject({
    uuid: '4c4c4544-0031-3010-8031-b4c04f4a4e32',
    serial: 'ABC123',
    product: 'PowerEdge R640',
    firmware: 'bios',
    address: null,
  });
});
