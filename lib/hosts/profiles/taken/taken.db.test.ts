import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { createProfile } from '../mutations';
import { newProfile } from '../schema';
import { hostsTaken } from './data';

let actor: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
});
afterAll(closeDatabase);

const draft = (part: object) => ({ id: null, name: 'draft', rules: [], isDefault: false, ...part });

test('a draft takes what no other profile takes before it', async () => {
  await addHost({ actor, name: 'b', macs: ['52:54:00:00:00:01'] });
  await addHost({ actor, name: 'a', macs: ['52:54:00:00:00:02'] });
  await addHost({ actor, name: 'c', macs: ['02:00:00:00:00:01'] });
  const longer = { name: 'longer', rules: [{ macPrefix: '52:54:00:00:00:01' }] };
  await createProfile({ actor, input: newProfile.parse(longer) });
  const rules = [{ macPrefix: '52:54:00' }];
  expect(await hostsTaken({ actor, profile: draft({ rules }) })).toEqual({
    total: 1,
    hosts: [{ id: expect.any(String), name: 'a', by: 'rule', rule: 'A MAC begins with 52:54:00.' }],
  });
  expect((await hostsTaken({ actor, profile: draft({}) })).total).toBe(0);
});

test('a default draft takes the rest, in the place of the default that there is', async () => {
  await addHost({ actor, name: 'a', macs: ['52:54:00:00:00:01'] });
  await createProfile({ actor, input: newProfile.parse({ name: 'now', isDefault: true }) });
  const taken = await hostsTaken({ actor, profile: draft({ isDefault: true }) });
  expect(taken.hosts).toMatchObject([{ name: 'a', by: 'default', rule: null }]);
});

test('a profile keeps its hosts by hand whatever its rules become', async () => {
  const { id } = await createProfile({ actor, input: newProfile.parse({ name: 'own' }) });
  await addHost({ actor, name: 'a', macs: ['52:54:00:00:00:01'], profileId: id });
  const taken = await hostsTaken({ actor, profile: draft({ id, name: 'own' }) });
  expect(taken.hosts).toMatchObject([{ name: 'a', by: 'hand' }]);
});

test('hosts of other teams are not taken', async () => {
  const other = await insertTeam({ name: 'guests' });
  await addHost({ actor: other, name: 'theirs', macs: ['52:54:00:00:00:01'] });
  const rules = [{ macPrefix: '52:54:00' }];
  expect((await hostsTaken({ actor, profile: draft({ rules }) })).total).toBe(0);
});
