import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listEvents } from '@/lib/events/data';
import type { InstallState } from '@/prisma/generated/client';
import { hostCounts, listHosts, pageOfHosts, readHost, searchHosts } from './data';
import { installStates } from './installs/schema';
import { createHost, deleteHosts, setProfile, updateHost } from './mutations';
import { createProfile } from './profiles/mutations';
import { newProfile } from './profiles/schema';
import { type HostChange, newHost } from './schema';
import { hostState, type PastInstall } from './state';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

let count = 0;

/** A host with a name and MAC of its own. */
function addHost(given: { as?: Actor } & HostChange = {}) {
  const { as = actor, ...fields } = given;
  count += 1;
  const mac = `5254${count.toString(16).padStart(8, '0')}`;
  return createHost({
    actor: as,
    input: newHost.parse({ name: `node-${count}`, macs: [mac], ...fields }),
  });
}

async function addInstall(given: {
  hostId: string;
  state: InstallState;
  at?: number;
  touched?: boolean;
}) {
  const { hostId, state, at = 0, touched } = given;
  return db().install.create({
    data: {
      hostId,
      teamId: actor.teamId,
      state,
      bootsAllowed: 3,
      expiresAt: new Date(),
      overwrite: false,
      plan: {},
      disk: touched ? { path: '/dev/vda' } : undefined,
      createdBy: actor.name,
      createdAt: new Date(Date.UTC(2026, 0, 1) + at),
    },
  });
}

describe('a new host', () => {
  test('is there with all that was given', async () => {
    const profile = await createProfile({ actor, input: newProfile.parse({ name: 'worker' }) });
    const host = await createHost({
      actor,
      input: newHost.parse({
        name: 'Node-17',
        macs: ['AA-BB-CC-DD-EE-01', '5254.0077.0001'],
        address: '10.77.0.101',
        profileId: profile.id,
        parameters: { role: 'db', replicas: 3, debug: true },
        disk: { rule: 'serial', value: 'QM00001' },
        bootloader: 'snponly',
        localBoot: 'exit',
      }),
    });
    expect(await readHost({ actor, id: host.id })).toMatchObject({
      name: 'node-17',
      macs: ['aa:bb:cc:dd:ee:01', '52:54:00:77:00:01'],
      address: '10.77.0.101',
      profile: { id: profile.id, name: 'worker' },
      parameters: { role: 'db', replicas: 3, debug: true },
      disk: { rule: 'serial', value: 'QM00001' },
      bootloader: 'snponly',
      localBoot: 'exit',
      state: 'ready',
      install: null,
      lastSeenAt: null,
    });
    expect(await listEvents({ actor, hostId: host.id })).toMatchObject([
      { type: 'host-added', hostName: 'node-17' },
    ]);
    expect(await db().auditEntry.findMany({ where: { action: 'host.create' } })).toMatchObject([
      { actor: actor.name, subject: 'node-17' },
    ]);
  });

  test('with what another host of the team has is refused, naming every field and the host', async () => {
    await addHost({ name: 'first', macs: ['52:54:00:00:00:01'], address: '10.0.0.1' });
    await expect(
      addHost({
        name: 'first',
        macs: ['52:54:00:00:00:02', '52:54:00:00:00:01'],
        address: '10.0.0.1',
      }),
    ).rejects.toMatchObject({
      status: 409,
      code: 'ERR_NAME_TAKEN',
      fields: [
        { field: 'name', message: 'The name first is used by a host of this team.' },
        { field: 'address', message: '10.0.0.1 is used by first.' },
        { field: 'macs.1', message: '52:54:00:00:00:01 is used by first.' },
      ],
    });
    await expect(addHost({ macs: ['525400000001'] })).rejects.toMatchObject({
      code: 'ERR_MAC_TAKEN',
    });
    await expect(addHost({ address: '10.0.0.1' })).rejects.toMatchObject({
      code: 'ERR_ADDRESS_TAKEN',
    });
  });

  test('with what a host of another team has is refused without telling which', async () => {
    await addHost({
      as: other,
      name: 'their-secret-name',
      macs: ['52:54:00:00:00:01'],
      address: '10.0.0.1',
    });
    const refused = await addHost({ macs: ['52:54:00:00:00:01'], address: '10.0.0.1' }).catch(
      (error) => error,
    );
    expect(refused.fields).toEqual([
      { field: 'address', message: '10.0.0.1 is used by a host of another team.' },
      { field: 'macs.0', message: '52:54:00:00:00:01 is used by a host of another team.' },
    ]);
    expect(JSON.stringify([refused, refused.message])).not.toContain('their-secret-name');
    await expect(addHost({ name: 'their-secret-name' })).rejects.toMatchObject({
      message: 'The name their-secret-name is used by a host of another team.',
    });
  });

  test('that five ask for at once is made once, and the others are told', async () => {
    const tries = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => addHost({ name: 'same', macs: ['52:54:00:00:00:01'] })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(codes).toEqual(Array(4).fill('ERR_NAME_TAKEN'));
    expect(await db().hostMac.count()).toBe(1);
  });

  test("cannot have another team's profile", async () => {
    const theirs = await createProfile({
      actor: other,
      input: newProfile.parse({ name: 'theirs' }),
    });
    await expect(addHost({ profileId: theirs.id })).rejects.toMatchObject({
      code: 'ERR_PROFILE_NOT_FOUND',
      fields: [{ field: 'profileId' }],
    });
  });

  test('is a stranger no more', async () => {
    const macs = ['52:54:00:00:00:01', '52:54:00:00:00:02'];
    await db().machine.create({ data: { mac: '52:54:00:00:00:01', macs } });
    await addHost({ macs: ['52:54:00:00:00:02'] });
    expect(await db().machine.count()).toBe(0);
  });
});

describe('a change', () => {
  test('keeps what it does not name, and can take its own values again', async () => {
    const host = await addHost({
      name: 'a',
      macs: ['52:54:00:00:00:01', '52:54:00:00:00:02'],
      address: '10.0.0.1',
      parameters: { role: 'db' },
    });
    const changed = await updateHost({
      actor,
      id: host.id,
      input: { name: 'a', address: '10.0.0.1', macs: ['52:54:00:00:00:02', '52:54:00:00:00:03'] },
    });
    expect(changed).toMatchObject({
      name: 'a',
      macs: ['52:54:00:00:00:02', '52:54:00:00:00:03'],
      parameters: { role: 'db' },
    });
    expect(await updateHost({ actor, id: host.id, input: { address: null } })).toMatchObject({
      address: null,
      macs: ['52:54:00:00:00:02', '52:54:00:00:00:03'],
    });
    const withRule = await updateHost({
      actor,
      id: host.id,
      input: { disk: { rule: 'largest', value: null } },
    });
    expect(withRule.disk).toEqual({ rule: 'largest', value: null });
    expect((await updateHost({ actor, id: host.id, input: { disk: null } })).disk).toBeNull();
  });

  test('to what another host has is refused whole', async () => {
    await addHost({ name: 'a', macs: ['52:54:00:00:00:01'] });
    const { id } = await addHost({ name: 'b', macs: ['52:54:00:00:00:02'] });
    const input = { name: 'c', macs: ['52:54:00:00:00:01'] };
    await expect(updateHost({ actor, id, input })).rejects.toMatchObject({ code: 'ERR_MAC_TAKEN' });
    expect(await readHost({ actor, id })).toMatchObject({ name: 'b', macs: ['52:54:00:00:00:02'] });
  });
});

test('hosts of another team are not found, and bulk changes pass them over', async () => {
  const { id } = await addHost({ name: 'ours', macs: ['52:54:00:00:00:01'] });
  const missing = { code: 'ERR_HOST_NOT_FOUND', status: 404 };
  await expect(readHost({ actor: other, id })).rejects.toMatchObject(missing);
  await expect(readHost({ actor, id: 'nonsense' })).rejects.toMatchObject(missing);
  await expect(updateHost({ actor: other, id, input: { name: 'x' } })).rejects.toMatchObject(
    missing,
  );
  await expect(listEvents({ actor: other, hostId: id })).rejects.toMatchObject(missing);
  expect(await deleteHosts({ actor: other, ids: [id] })).toEqual({ deleted: 0 });
  expect(await setProfile({ actor: other, ids: [id], profileId: null })).toEqual({ changed: 0 });
  expect(await listHosts({ actor: other })).toEqual([]);
  expect(await listEvents({ actor: other })).toEqual([]);
  expect(await searchHosts({ actor, text: 'OUR', limit: 5 })).toHaveLength(1);
});

describe('bulk', () => {
  test('gives many hosts a profile, and deletes them with their MACs', async () => {
    const { id: profileId } = await createProfile({
      actor,
      input: newProfile.parse({ name: 'worker' }),
    });
    const hosts = [await addHost(), await addHost(), await addHost()];
    const ids = hosts.slice(0, 2).map(({ id }) => id);
    expect(await setProfile({ actor, ids, profileId })).toEqual({ changed: 2 });
    expect(await listHosts({ actor, profileId })).toHaveLength(2);
    expect(await deleteHosts({ actor, ids })).toEqual({ deleted: 2 });
    expect(await db().hostMac.count()).toBe(1);
  });

  test.each(['authorised', 'booting', 'installing'] as const)(
    'deletes none while an install is %s',
    async (state) => {
      const busy = await addHost({ name: 'busy' });
      const idle = await addHost();
      await addInstall({ hostId: busy.id, state });
      await expect(deleteHosts({ actor, ids: [idle.id, busy.id] })).rejects.toMatchObject({
        code: 'ERR_HOST_IN_USE',
        message: 'An install is open at busy. Cancel it, or wait until it has ended.',
      });
      expect(await db().host.count()).toBe(2);
    },
  );
});

describe('the state', () => {
  const pasts: PastInstall[][] = [
    [],
    ...installStates.map((state) => [{ state, touched: false }]),
    [{ state: 'cancelled', touched: true }],
    [
      { state: 'cancelled', touched: false },
      { state: 'installed', touched: true },
    ],
    [
      { state: 'cancelled', touched: true },
      { state: 'installed', touched: true },
    ],
    [
      { state: 'failed', touched: false },
      { state: 'installed', touched: true },
    ],
    [
      { state: 'cancelled', touched: false },
      { state: 'cancelled', touched: false },
    ],
  ];

  test('is the same in SQL as in state.ts', async () => {
    const { id: profileId } = await createProfile({
      actor,
      input: newProfile.parse({ name: 'worker' }),
    });
    const expected = new Map<string, string>();
    for (const installs of pasts) {
      for (const hasProfile of [false, true]) {
        const host = await addHost({ profileId: hasProfile ? profileId : null });
        expected.set(host.name, hostState({ hasProfile, installs }));
        for (const [index, { state, touched }] of installs.entries()) {
          await addInstall({ hostId: host.id, state, touched, at: -index * 1_000 });
        }
      }
    }
    const hosts = await listHosts({ actor });
    expect(Object.fromEntries(hosts.map(({ name, state }) => [name, state]))).toEqual(
      Object.fromEntries(expected),
    );
    const { total, byState } = await hostCounts({ actor });
    expect(total).toBe(expected.size);
    for (const [state, number] of Object.entries(byState)) {
      const right = [...expected.values()].filter((one) => one === state).length;
      expect([state, number]).toEqual([state, right]);
      const listed = await listHosts({ actor, state: state as keyof typeof byState });
      expect(listed).toHaveLength(right);
    }
  });

  test('comes with the newest install, whatever became of it', async () => {
    const host = await addHost();
    await addInstall({ hostId: host.id, state: 'installed', at: 0, touched: true });
    const newest = await addInstall({ hostId: host.id, state: 'cancelled', at: 1 });
    await db().install.update({
      where: { id: newest.id },
      data: { step: 'writing', progress: 0.5, reason: 'why' },
    });
    expect(await readHost({ actor, id: host.id })).toMatchObject({
      state: 'installed',
      step: 'writing',
      progress: 0.5,
      install: {
        id: newest.id,
        state: 'cancelled',
        reason: 'why',
        createdAt: '2026-01-01T00:00:00.001Z',
        endedAt: null,
      },
    });
  });
});

describe('a list', () => {
  test.each([
    ['name', 'asc', ['a', 'b', 'c']],
    ['name', 'desc', ['c', 'b', 'a']],
    ['address', 'asc', ['b', 'c', 'a']],
    ['lastSeenAt', 'desc', ['b', 'c', 'a']],
    ['createdAt', 'asc', ['c', 'a', 'b']],
    // installed, installing, new
    ['state', 'asc', ['a', 'b', 'c']],
  ] as const)('by %s, %s, is the same in pages of one', async (sort, order, expected) => {
    await addHost({ name: 'c', address: '10.0.0.9' });
    const a = await addHost({ name: 'a', address: '10.0.0.10' });
    const b = await addHost({ name: 'b' });
    await addInstall({ hostId: a.id, state: 'installed' });
    await addInstall({ hostId: b.id, state: 'installing' });
    await db().host.update({ where: { id: b.id }, data: { lastSeenAt: new Date() } });
    await db().host.update({ where: { name: 'c' }, data: { lastSeenAt: new Date(1_000) } });
    const names: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 5; page += 1) {
      const { hosts, next } = await pageOfHosts({
        actor,
        query: { sort, order, limit: 1, cursor },
      });
      names.push(...hosts.map(({ name }) => name));
      if (!next) break;
      cursor = next;
    }
    expect(names).toEqual(expected);
  });

  test('finds by name, MAC in any spelling, part of a MAC, address, serial and product', async () => {
    const { id } = await addHost({
      name: 'needle',
      macs: ['aa:bb:cc:dd:ee:02'],
      address: '10.9.8.7',
    });
    await addHost({ name: 'hay' });
    await db().host.update({ where: { id }, data: { serial: 'ABC%1', product: 'PowerEdge' } });
    for (const search of ['eedl', 'AABBCCDDEE02', 'CC:DD', '10.9', 'abc%1', 'poweredge']) {
      const found = await listHosts({ actor, search });
      expect([search, found.map(({ name }) => name)]).toEqual([search, ['needle']]);
    }
    expect(await listHosts({ actor, search: '_' })).toEqual([]);
  });

  test('refuses a cursor that is none', async () => {
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')]) {
      const query = { limit: 1, cursor };
      await expect(pageOfHosts({ actor, query })).rejects.toMatchObject({
        fields: [{ field: 'cursor' }],
      });
    }
  });
});

describe('events', () => {
  test("of a host are its own and its cards', never another team's", async () => {
    const host = await addHost({ macs: ['52:54:00:00:00:01'] });
    await db().event.deleteMany();
    const base = { source: 'dhcp', type: 'x' };
    await db().event.createMany({
      data: [
        { ...base, message: 'before it was a host', mac: '52:54:00:00:00:01' },
        { ...base, message: 'when it was theirs', mac: '52:54:00:00:00:01', teamId: other.teamId },
        { ...base, message: 'its own', hostId: host.id, teamId: actor.teamId },
        { ...base, message: 'another card', mac: '52:54:00:00:00:99' },
        { ...base, message: 'a service' },
      ],
    });
    const messages = async (as: Actor, query = {}) =>
      (await listEvents({ actor: as, ...query })).map(({ message }) => message);
    expect(await messages(actor, { hostId: host.id, after: 0 })).toEqual([
      'before it was a host',
      'its own',
    ]);
    expect(await messages(actor)).toEqual([
      'a service',
      'another card',
      'its own',
      'before it was a host',
    ]);
    expect(await messages(other)).toEqual(['when it was theirs']);
    expect(await messages(actor, { limit: 1 })).toEqual(['a service']);
    const [newest] = await listEvents({ actor, limit: 1 });
    expect(await messages(actor, { before: Number(newest?.id), limit: 1 })).toEqual([
      'another card',
    ]);
    expect(await messages(actor, { after: Number(newest?.id) })).toEqual([]);
  });

  test('of what no team owns are told another team where its own card did them', async () => {
    await addHost({ as: other, macs: ['52:54:00:00:00:01'] });
    await db().event.deleteMany();
    await db().event.createMany({
      data: [
        { source: 'dhcp', type: 'x', message: 'theirs', mac: '52:54:00:00:00:01' },
        { source: 'dhcp', type: 'x', message: 'somebody', mac: '52:54:00:00:00:02' },
      ],
    });
    expect(await listEvents({ actor: other })).toMatchObject([{ message: 'theirs' }]);
  });
});
