import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost, addInstall } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { hostCounts } from './counts/data';
import { listHosts, pageOfHosts, readHost } from './data';
import { installStates } from './installs/schema';
import { createProfile } from './profiles/mutations';
import { newProfile } from './profiles/schema';
import { hostState, type PastInstall } from './state';

let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
});
afterAll(closeDatabase);

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
        const host = await addHost({ actor, profileId: hasProfile ? profileId : null });
        expected.set(host.name, hostState({ hasProfile, installs }));
        for (const [index, { state, touched }] of installs.entries()) {
          await addInstall({ actor, hostId: host.id, state, touched, at: -index * 1_000 });
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
    const host = await addHost({ actor });
    await addInstall({ actor, hostId: host.id, state: 'installed', at: 0, touched: true });
    const newest = await addInstall({ actor, hostId: host.id, state: 'cancelled', at: 1 });
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
    await addHost({ actor, name: 'c', address: '10.0.0.9' });
    const a = await addHost({ actor, name: 'a', address: '10.0.0.10' });
    const b = await addHost({ actor, name: 'b' });
    await addInstall({ actor, hostId: a.id, state: 'installed' });
    await addInstall({ actor, hostId: b.id, state: 'installing' });
    await db().host.update({ where: { id: b.id }, data: { lastSeenAt: new Date() } });
    await db().host.update({ where: { name: 'c' }, data: { lastSeenAt: new Date(1_000) } });
    const names: string[] = [];
    const turn = async (at: { cursor?: string; before?: string }) => {
      const page = await pageOfHosts({ actor, query: { sort, order, limit: 1, ...at } });
      names.push(...page.hosts.map(({ name }) => name));
      return page;
    };
    const first = await turn({});
    const second = await turn({ cursor: first.next ?? '' });
    const third = await turn({ cursor: second.next ?? '' });
    expect(names).toEqual(expected);
    expect([first.previous, third.next]).toEqual([null, null]);
    // And back again.
    const back = await turn({ before: third.previous ?? '' });
    const start = await turn({ before: back.previous ?? '' });
    expect(names).toEqual([...expected, expected[1], expected[0]]);
    expect([start.previous, start.next]).toEqual([null, first.next]);
  });

  test('finds by name, MAC in any spelling, part of a MAC, address, serial and product', async () => {
    const { id } = await addHost({
      actor,
      name: 'needle',
      macs: ['aa:bb:cc:dd:ee:02'],
      address: '10.9.8.7',
    });
    await addHost({ actor, name: 'hay' });
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
      await expect(
        pageOfHosts({ actor, query: { limit: 1, before: cursor } }),
      ).rejects.toMatchObject({ fields: [{ field: 'before' }] });
    }
  });
});
