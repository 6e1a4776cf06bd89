import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost, addInstall } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { hostCounts } from '../../counts/data';
import { listHosts, pageOfHosts, readHost } from '../../data';
import { listProfiles, readProfile } from '../data';
import { createProfile, deleteProfile, updateProfile } from '../mutations';
import { newProfile } from '../schema';
import { choiceOfHost } from './data';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

function make(name: string, fields: object = {}, as = actor) {
  return createProfile({ actor: as, input: newProfile.parse({ name, ...fields }) });
}

const rack = { rules: [{ label: 'rack=a4' }] };

describe('a host without a profile of its own', () => {
  test('has that of the rule which fits it, and says so', async () => {
    const worker = await make('worker', rack);
    const { id } = await addHost({ actor, labels: { rack: 'a4' } });
    expect(await readHost({ actor, id })).toMatchObject({
      profile: { id: worker.id, name: 'worker' },
      profileBy: 'rule',
      profileRule: 'The label rack is "a4".',
      state: 'ready',
    });
    expect(await readProfile({ actor, id: worker.id })).toMatchObject({
      rules: [{ label: 'rack=a4' }],
      hosts: 0,
      hostsByRule: 1,
    });
  });

  test('has the default where no rule fits, or none', async () => {
    const { id } = await addHost({ actor, labels: { rack: 'b1' } });
    await make('worker', rack);
    expect(await readHost({ actor, id })).toMatchObject({
      profile: null,
      profileBy: null,
      profileRule: null,
      state: 'new',
    });
    await make('standard', { isDefault: true });
    expect(await readHost({ actor, id })).toMatchObject({
      profile: { name: 'standard' },
      profileBy: 'default',
      profileRule: null,
      state: 'ready',
    });
  });

  test('keeps what was chosen by hand', async () => {
    const own = await make('own');
    await make('worker', { ...rack, isDefault: true });
    const { id } = await addHost({ actor, profileId: own.id, labels: { rack: 'a4' } });
    expect(await readHost({ actor, id })).toMatchObject({
      profile: { name: 'own' },
      profileBy: 'hand',
      profileRule: null,
    });
    const choice = await choiceOfHost({ hostId: id, teamId: actor.teamId });
    expect(choice?.steps.map((step) => [step.profile.name, step.outcome])).toEqual([
      ['own', 'won'],
      ['worker', 'lost'],
      ['worker', 'lost'],
    ]);
  });

  test('is matched by the address that it was leased, where none is reserved', async () => {
    await make('segment', { rules: [{ network: '10.77.0.0/24' }] });
    const leased = await addHost({ actor, macs: ['52:54:00:77:00:01', '52:54:00:77:00:02'] });
    const reserved = await addHost({
      actor,
      macs: ['52:54:00:77:00:03'],
      address: '10.78.0.1',
    });
    const lease = { address: '10.77.0.150', expiresAt: null };
    await db().lease.create({ data: { ...lease, mac: '52:54:00:77:00:02' } });
    await db().lease.create({ data: { ...lease, mac: '52:54:00:77:00:03' } });
    expect((await readHost({ actor, id: leased.id })).profile?.name).toBe('segment');
    expect((await readHost({ actor, id: reserved.id })).profile).toBeNull();
  });

  test("knows nothing of another team's rules", async () => {
    await make('theirs', { ...rack, isDefault: true }, other);
    const { id } = await addHost({ actor, labels: { rack: 'a4' } });
    expect((await readHost({ actor, id })).profile).toBeNull();
  });
});

describe('a list', () => {
  test('filters, sorts and counts by the profile that a host gets', async () => {
    const worker = await make('worker', rack);
    const own = await make('own');
    await addHost({ actor, name: 'c', labels: { rack: 'a4' } });
    await addHost({ actor, name: 'b', profileId: own.id, labels: { rack: 'a4' } });
    await addHost({ actor, name: 'a' });
    const installed = await addHost({ actor, name: 'd', labels: { rack: 'a4' } });
    await addInstall({ actor, hostId: installed.id, state: 'installed' });
    const names = async (query: object) =>
      (await listHosts({ actor, ...query })).map(({ name }) => name);
    expect(await names({ profileId: worker.id })).toEqual(['c', 'd']);
    expect(await names({ profileId: own.id })).toEqual(['b']);
    expect(await names({ state: 'ready' })).toEqual(['b', 'c']);
    expect(await names({ state: 'new' })).toEqual(['a']);
    // A page that does not depend on the rules asks them afterwards, and says the same.
    const paged = await pageOfHosts({ actor, query: { limit: 10 } });
    expect(paged.hosts).toEqual(await listHosts({ actor }));
    expect(await names({ sort: 'profile', label: 'rack' })).toEqual(
      expect.arrayContaining(['b', 'c', 'd']),
    );
    expect((await names({ sort: 'profile' })).slice(0, 2)).toEqual(['a', 'b']);
    expect((await hostCounts({ actor })).byState).toMatchObject({ new: 1, ready: 2, installed: 1 });
    const profiles = await listProfiles({ actor });
    expect(profiles.map(({ name, hosts, hostsByRule }) => [name, hosts, hostsByRule])).toEqual([
      ['own', 1, 0],
      ['worker', 0, 2],
    ]);
  });

  test('of 5,000 hosts and 100 profiles is not slow', async () => {
    const rules = Array.from({ length: 100 }, (_, at) => [{ label: `rack=r${at}` }]);
    await db().profile.createMany({
      data: rules.map((one, at) => ({ teamId: actor.teamId, name: `p${at}`, rules: one })),
    });
    await db().$executeRaw`
      INSERT INTO "Host" (id, "teamId", name, labels, "updatedAt")
      SELECT gen_random_uuid(), ${actor.teamId}::uuid, 'n' || i,
        jsonb_build_object('rack', 'r' || i % 200), now() FROM generate_series(1, 5000) i`;
    await db().$executeRaw`
      INSERT INTO "HostMac" (mac, "hostId")
      SELECT '52:54:' || left(id::text, 2) || ':' || substr(id::text, 3, 2) || ':' ||
        substr(id::text, 5, 2) || ':' || substr(id::text, 7, 2), id FROM "Host"
      ON CONFLICT DO NOTHING`;
    const began = performance.now();
    const { hosts } = await pageOfHosts({ actor, query: { limit: 1_000, sort: 'profile' } });
    const counted = await hostCounts({ actor });
    expect(hosts).toHaveLength(1_000);
    expect(counted.byState).toMatchObject({ new: 2_500, ready: 2_500 });
    // Some 100 ms on a machine that has nothing else to do.
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('the default profile', () => {
  test('makes every host without an install a ready one', async () => {
    await addHost({ actor });
    const done = await addHost({ actor });
    await addInstall({ actor, hostId: done.id, state: 'installed' });
    await make('rack', rack);
    expect((await hostCounts({ actor })).byState).toMatchObject({ new: 1, ready: 0, installed: 1 });
    await make('first', { isDefault: true });
    expect((await hostCounts({ actor })).byState).toMatchObject({ new: 0, ready: 1, installed: 1 });
    expect((await hostCounts({ actor: other })).byState).toMatchObject({ new: 0, ready: 0 });
  });

  const defaults = async (as = actor) =>
    (await listProfiles({ actor: as }))
      .filter(({ isDefault }) => isDefault)
      .map(({ name }) => name);

  test('is one a team: a new one takes it from the old one', async () => {
    const first = await make('first', { isDefault: true });
    await make('theirs', { isDefault: true }, other);
    await make('second', { isDefault: true });
    expect(await defaults()).toEqual(['second']);
    await updateProfile({ actor, id: first.id, input: { isDefault: true } });
    expect(await defaults()).toEqual(['first']);
    await updateProfile({ actor, id: first.id, input: { name: 'renamed' } });
    expect(await defaults()).toEqual(['renamed']);
    await updateProfile({ actor, id: first.id, input: { isDefault: false } });
    expect(await defaults()).toEqual([]);
    expect(await defaults(other)).toEqual(['theirs']);
  });

  test('of many who set it at once, one has it, and none is refused', async () => {
    const made = await Promise.all(['a', 'b', 'c', 'd'].map((name) => make(name)));
    await Promise.all(
      made.map(({ id }) => updateProfile({ actor, id, input: { isDefault: true } })),
    );
    await Promise.all(['e', 'f', 'g'].map((name) => make(name, { isDefault: true })));
    expect(await defaults()).toHaveLength(1);
  });

  test("cannot be made of another team's profile, and nothing changes by the attempt", async () => {
    await make('mine', { isDefault: true }, other);
    const { id } = await make('theirs');
    await expect(
      updateProfile({ actor: other, id, input: { isDefault: true } }),
    ).rejects.toMatchObject({ code: 'ERR_PROFILE_NOT_FOUND' });
    expect(await defaults(other)).toEqual(['mine']);
  });
});

test('a profile that hosts have only by rule can be deleted; they get the next one', async () => {
  const worker = await make('worker', rack);
  await make('all', { isDefault: true });
  const { id } = await addHost({ actor, labels: { rack: 'a4' } });
  await deleteProfile({ actor, id: worker.id });
  expect(await readHost({ actor, id })).toMatchObject({
    profile: { name: 'all' },
    profileBy: 'default',
  });
});

test('rules are changed as a whole, and stay where a change does not name them', async () => {
  const { id } = await make('worker', rack);
  await updateProfile({ actor, id, input: { name: 'other' } });
  expect((await readProfile({ actor, id })).rules).toEqual([{ label: 'rack=a4' }]);
  await updateProfile({ actor, id, input: { rules: [{ arch: 'arm64' }] } });
  expect((await readProfile({ actor, id })).rules).toEqual([{ arch: 'arm64' }]);
});
