import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { makeRoom } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { createProfile } from '../../profiles/mutations';
import { newProfile } from '../../profiles/schema';
import { hostsToInstall } from './data';
import { authoriseMany } from './mutations';
import { bulkInstall, manyLimit } from './schema';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  other = await insertTeam();
});
afterAll(closeDatabase);

const many = (ids: string[], wish: object = {}) =>
  authoriseMany({ actor, input: bulkInstall.parse({ ids, ...wish }) });

test('each host is authorised for itself, and one that is refused stops no other', async () => {
  const { hostId, profileId } = await makeRoom({ actor });
  const bare = await addHost({ actor, name: 'bare' });
  const second = await addHost({ actor, name: 'second', profileId });
  const theirs = await makeRoom({ actor: other, mac: '52:54:00:77:00:02' });
  const ids = [hostId, bare.id, theirs.hostId, second.id, hostId];
  const results = await many(ids, { overwrite: true, boots: 2 });
  expect(results).toMatchObject([
    { id: hostId, ok: true, install: { state: 'authorised', overwrite: true, bootsAllowed: 2 } },
    { id: bare.id, ok: false, code: 'ERR_HOST_WITHOUT_PROFILE' },
    { id: theirs.hostId, ok: false, code: 'ERR_HOST_NOT_FOUND' },
    { id: second.id, ok: true, install: { hostId: second.id } },
  ]);
  expect(await db().install.count()).toBe(2);
  const entries = await db().auditEntry.findMany({ where: { action: 'install.authorise' } });
  expect(entries.map(({ subject }) => subject).sort()).toEqual(['node-0001', 'second']);
  // An install that is open is not authorised a second time.
  expect(await many([second.id])).toMatchObject([{ ok: false, code: 'ERR_INSTALL_OPEN' }]);
});

test('two people who press at once authorise each host once', async () => {
  const { profileId } = await makeRoom({ actor });
  const hosts = await Promise.all([1, 2, 3].map(() => addHost({ actor, profileId })));
  const ids = hosts.map(({ id }) => id);
  const answers = (await Promise.all([many(ids), many(ids)])).flat();
  expect(answers.filter(({ ok }) => ok)).toHaveLength(3);
  expect(await db().install.count()).toBe(3);
});

test('whoever is asked sees names and profiles of the own hosts, by hand or by rule', async () => {
  const input = newProfile.parse({ name: 'rack', rules: [{ label: 'rack=a4' }] });
  await createProfile({ actor, input });
  const byHand = await createProfile({ actor, input: newProfile.parse({ name: 'hand' }) });
  const one = await addHost({ actor, name: 'b', labels: { rack: 'a4' } });
  const two = await addHost({ actor, name: 'a', profileId: byHand.id });
  const three = await addHost({ actor, name: 'c' });
  const theirs = await addHost({ actor: other, name: 'd' });
  const ids = [one, two, three, theirs].map(({ id }) => id);
  expect(await hostsToInstall({ actor, ids })).toEqual([
    { id: two.id, name: 'a', profile: 'hand' },
    { id: one.id, name: 'b', profile: 'rack' },
    { id: three.id, name: 'c', profile: null },
  ]);
});

test('a wish for nobody, or for too many, is refused', () => {
  const id = '00000000-0000-4000-8000-000000000000';
  expect(bulkInstall.safeParse({ ids: [] }).success).toBe(false);
  expect(bulkInstall.safeParse({ ids: Array(manyLimit + 1).fill(id) }).success).toBe(false);
  expect(bulkInstall.safeParse({ ids: [id], boots: 21 }).success).toBe(false);
});
