import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listHosts, readHost } from '../data';
import { labelHosts, updateHost } from '../mutations';
import { hostChange, hostQuery } from '../schema';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

test('a list is filtered by a label, or by its value', async () => {
  await addHost({ actor, name: 'a', labels: { rack: 'a4', gpu: '' } });
  await addHost({ actor, name: 'b', labels: { rack: 'b1' } });
  await addHost({ actor, name: 'c', labels: { note: 'it\'s 50% {"x": 1}' } });
  await addHost({ actor: other, name: 'd', labels: { rack: 'a4' } });
  const names = async (label: string) =>
    (await listHosts({ actor, label: hostQuery.parse({ label }).label })).map(({ name }) => name);
  expect(await names('rack')).toEqual(['a', 'b']);
  expect(await names('rack=a4')).toEqual(['a']);
  expect(await names('gpu=')).toEqual(['a']);
  expect(await names('rack=')).toEqual([]);
  expect(await names('note=it\'s 50% {"x": 1}')).toEqual(['c']);
  expect(await names('nothing')).toEqual([]);
  expect(hostQuery.safeParse({ label: 'Not one' }).success).toBe(false);
});

test('many hosts are labelled at once; those of other teams are passed over', async () => {
  const a = await addHost({ actor, name: 'a', labels: { rack: 'a4', old: '1' } });
  const b = await addHost({ actor, name: 'b' });
  const theirs = await addHost({ actor: other, name: 'c' });
  const change = { rack: 'b1', old: null };
  const ids = [a.id, b.id, theirs.id];
  expect(await labelHosts({ actor, ids, labels: change })).toEqual({ changed: 2 });
  expect((await readHost({ actor, id: a.id })).labels).toEqual({ rack: 'b1' });
  expect((await readHost({ actor, id: b.id })).labels).toEqual({ rack: 'b1' });
  expect((await readHost({ actor: other, id: theirs.id })).labels).toEqual({});
  expect(await db().auditEntry.findMany({ where: { action: 'host.label' } })).toMatchObject([
    { subject: '2 hosts', detail: { labels: change, names: ['a', 'b'] } },
  ]);
});

test('more labels than a host can have are refused, and no host is changed', async () => {
  const many = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`l${at}`, '']));
  const full = await addHost({ actor, name: 'full', labels: many });
  const empty = await addHost({ actor, name: 'empty' });
  await expect(
    labelHosts({ actor, ids: [empty.id, full.id], labels: { more: '' } }),
  ).rejects.toMatchObject({ code: 'ERR_INVALID_INPUT', message: 'full: At most 64 labels.' });
  expect((await readHost({ actor, id: empty.id })).labels).toEqual({});
});

test('a change of a host replaces its labels', async () => {
  const { id } = await addHost({ actor, labels: { rack: 'a4', row: '1' } });
  await updateHost({ actor, id, input: hostChange.parse({ labels: { row: '2' } }) });
  expect((await readHost({ actor, id })).labels).toEqual({ row: '2' });
  await updateHost({ actor, id, input: hostChange.parse({ bootloader: 'ipxe' }) });
  expect((await readHost({ actor, id })).labels).toEqual({ row: '2' });
});
