import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listEvents } from '@/lib/events/data';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

describe('events', () => {
  test("of a host are its own and its cards', never another team's", async () => {
    const host = await addHost({ actor, macs: ['52:54:00:00:00:01'] });
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
    await addHost({ actor: other, macs: ['52:54:00:00:00:01'] });
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
