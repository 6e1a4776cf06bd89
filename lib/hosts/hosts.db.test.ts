import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost, addInstall } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listEvents } from '@/lib/events/data';
import { listHosts, readHost, searchHosts } from './data';
import { createHost, deleteHosts, setProfile, updateHost } from './mutations';
import { createProfile } from './profiles/mutations';
import { newProfile } from './profiles/schema';
import { newHost } from './schema';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

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
    await addHost({ actor, name: 'first', macs: ['52:54:00:00:00:01'], address: '10.0.0.1' });
    await expect(
      addHost({
        actor,
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
    await expect(addHost({ actor, macs: ['525400000001'] })).rejects.toMatchObject({
      code: 'ERR_MAC_TAKEN',
    });
    await expect(addHost({ actor, address: '10.0.0.1' })).rejects.toMatchObject({
      code: 'ERR_ADDRESS_TAKEN',
    });
  });

  test('with what a host of another team has is refused without telling which', async () => {
    await addHost({
      actor: other,
      name: 'their-secret-name',
      macs: ['52:54:00:00:00:01'],
      address: '10.0.0.1',
    });
    const refused = await addHost({
      actor,
      macs: ['52:54:00:00:00:01'],
      address: '10.0.0.1',
    }).catch((error) => error);
    expect(refused.fields).toEqual([
      { field: 'address', message: '10.0.0.1 is used by a host of another team.' },
      { field: 'macs.0', message: '52:54:00:00:00:01 is used by a host of another team.' },
    ]);
    expect(JSON.stringify([refused, refused.message])).not.toContain('their-secret-name');
    await expect(addHost({ actor, name: 'their-secret-name' })).rejects.toMatchObject({
      message: 'The name their-secret-name is used by a host of another team.',
    });
  });

  test('that five ask for at once is made once, and the others are told', async () => {
    const tries = await Promise.allSettled(
      [1, 2, 3, 4, 5].map(() => addHost({ actor, name: 'same', macs: ['52:54:00:00:00:01'] })),
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
    await expect(addHost({ actor, profileId: theirs.id })).rejects.toMatchObject({
      code: 'ERR_PROFILE_NOT_FOUND',
      fields: [{ field: 'profileId' }],
    });
  });

  test('is a stranger no more', async () => {
    const macs = ['52:54:00:00:00:01', '52:54:00:00:00:02'];
    await db().machine.create({ data: { mac: '52:54:00:00:00:01', macs } });
    await addHost({ actor, macs: ['52:54:00:00:00:02'] });
    expect(await db().machine.count()).toBe(0);
  });
});

describe('a change', () => {
  test('keeps what it does not name, and can take its own values again', async () => {
    const host = await addHost({
      actor,
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
    await addHost({ actor, name: 'a', macs: ['52:54:00:00:00:01'] });
    const { id } = await addHost({ actor, name: 'b', macs: ['52:54:00:00:00:02'] });
    const input = { name: 'c', macs: ['52:54:00:00:00:01'] };
    await expect(updateHost({ actor, id, input })).rejects.toMatchObject({ code: 'ERR_MAC_TAKEN' });
    expect(await readHost({ actor, id })).toMatchObject({ name: 'b', macs: ['52:54:00:00:00:02'] });
  });
});

test('hosts of another team are not found, and bulk changes pass them over', async () => {
  const { id } = await addHost({ actor, name: 'ours', macs: ['52:54:00:00:00:01'] });
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
    const hosts = [await addHost({ actor }), await addHost({ actor }), await addHost({ actor })];
    const ids = hosts.slice(0, 2).map(({ id }) => id);
    expect(await setProfile({ actor, ids, profileId })).toEqual({ changed: 2 });
    expect(await listHosts({ actor, profileId })).toHaveLength(2);
    expect(await deleteHosts({ actor, ids })).toEqual({ deleted: 2 });
    expect(await db().hostMac.count()).toBe(1);
  });

  test.each(['authorised', 'booting', 'installing'] as const)(
    'deletes none while an install is %s',
    async (state) => {
      const busy = await addHost({ actor, name: 'busy' });
      const idle = await addHost({ actor });
      await addInstall({ actor, hostId: busy.id, state });
      await expect(deleteHosts({ actor, ids: [idle.id, busy.id] })).rejects.toMatchObject({
        code: 'ERR_HOST_IN_USE',
        message: 'An install is open at busy. Cancel it, or wait until it has ended.',
      });
      expect(await db().host.count()).toBe(2);
    },
  );
});
