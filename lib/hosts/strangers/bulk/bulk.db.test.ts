import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { addHost } from '@/e2e/fixtures/host';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { listHosts } from '../../data';
import { createProfile } from '../../profiles/mutations';
import { newProfile } from '../../profiles/schema';
import { listStrangers, readStranger } from '../data';
import { acceptStranger } from '../mutations';
import { acceptedHost, bulkMachines } from '../schema';
import { recordSighting } from '../sightings/mutations';
import { changeStrangers } from './mutations';

let actor: Actor;
let other: Actor;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam({ name: 'lab', owner: true });
  other = await insertTeam({ name: 'guests' });
});
afterAll(closeDatabase);

const macOf = (at: number) => `52:54:00:77:00:${at.toString(16).padStart(2, '0')}`;
const [one, two, three] = [macOf(1), macOf(2), macOf(3)] as [string, string, string];
const unknown = '52:54:00:99:99:99';

async function seen(...macs: string[]) {
  for (const mac of macs) await recordSighting({ mac, arch: 'x86_64', platform: 'efi' });
}

function change(input: object, as = actor) {
  return changeStrangers({ actor: as, input: bulkMachines.parse(input) });
}

const outcomes = (results: Awaited<ReturnType<typeof change>>) =>
  results.map((result) => (result.ok ? (result.host?.name ?? 'done') : result.code));

describe('accepting many', () => {
  test('names them in the order in which they are named, past names that are used', async () => {
    await seen(one, two, three);
    await addHost({ actor, name: 'node-02' });
    await addHost({ actor: other, name: 'node-03' });
    const results = await change({ action: 'accept', macs: [three, one, two], names: 'node-{nn}' });
    expect(outcomes(results)).toEqual(['node-01', 'node-04', 'node-05']);
    expect(results.map(({ mac }) => mac)).toEqual([three, one, two]);
    const hosts = await listHosts({ actor });
    expect(hosts.map(({ name, macs }) => [name, macs])).toContainEqual(['node-01', [three]]);
    expect(await listStrangers({ actor })).toEqual([]);
  });

  test('loses nothing by those that fail', async () => {
    await seen(one, two, three);
    await addHost({ actor, name: 'node-770002' });
    const results = await change({ action: 'accept', macs: [one, unknown, 'x', two, three, one] });
    expect(outcomes(results)).toEqual([
      'node-770001',
      'ERR_MACHINE_NOT_FOUND',
      'ERR_MACHINE_NOT_FOUND',
      'ERR_NAME_TAKEN',
      'node-770003',
      'ERR_MACHINE_NOT_FOUND',
    ]);
    expect((await listStrangers({ actor })).map(({ mac }) => mac)).toEqual([two]);
    expect(await db().auditEntry.count({ where: { action: 'host.accept' } })).toBe(2);
  });

  test('takes their labels along, those of the request over them, and a profile by hand or by rule', async () => {
    await seen(one, two);
    const racks = newProfile.parse({ name: 'racks', rules: [{ label: 'rack' }] });
    await createProfile({ actor, input: racks });
    const own = await createProfile({ actor, input: newProfile.parse({ name: 'own' }) });
    await change({ action: 'label', macs: [one, two], labels: { rack: 'a4', row: '1' } });
    expect(await readStranger({ actor, mac: one })).toMatchObject({
      labels: { rack: 'a4', row: '1' },
      profile: { name: 'racks', by: 'rule', rule: 'It has a label rack.' },
    });
    await change({ action: 'accept', macs: [one], names: 'a{n}', labels: { row: '2' } });
    await change({ action: 'accept', macs: [two], names: 'b{n}', profileId: own.id });
    expect(await listHosts({ actor })).toMatchObject([
      {
        name: 'a1',
        labels: { rack: 'a4', row: '2' },
        profile: { name: 'racks' },
        profileBy: 'rule',
        arch: 'x86_64',
        firmware: 'uefi',
      },
      { name: 'b1', labels: { rack: 'a4', row: '1' }, profile: { id: own.id }, profileBy: 'hand' },
    ]);
  });

  test('by serial number, and what keeps it from having a name', async () => {
    await recordSighting({ mac: one, serial: 'QM/17' });
    await seen(two);
    const results = await change({ action: 'accept', macs: [one, two], names: 'srv-{serial}' });
    expect(results).toMatchObject([
      { ok: true, host: { name: 'srv-qm-17' } },
      {
        ok: false,
        code: 'ERR_INVALID_INPUT',
        message: `${two} told no serial number that a name could be made of.`,
      },
    ]);
  });

  test('a name that is no host name, or a profile of another team, is refused for each', async () => {
    await seen(one);
    const theirs = await createProfile({ actor: other, input: newProfile.parse({ name: 'x' }) });
    const refused = [
      await change({ action: 'accept', macs: [one], names: '-{n}' }),
      await change({ action: 'accept', macs: [one], profileId: theirs.id }),
    ];
    expect(refused.flatMap(outcomes)).toEqual(['ERR_INVALID_INPUT', 'ERR_PROFILE_NOT_FOUND']);
    expect(await readStranger({ actor, mac: one })).toMatchObject({ mac: one });
  });

  test('two who accept at once make no host twice, and every number once', async () => {
    const macs = Array.from({ length: 8 }, (_, at) => macOf(at + 1));
    await seen(...macs);
    const [left, right] = await Promise.all([
      change({ action: 'accept', macs: macs.slice(0, 4), names: 'n{n}' }),
      change({ action: 'accept', macs: macs.slice(4), names: 'n{n}' }),
    ]);
    const names = [...outcomes(left), ...outcomes(right)].sort();
    expect(names).toEqual(['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8']);
  });
});

test('one machine takes its labels along too', async () => {
  await seen(one);
  await change({ action: 'label', macs: [one], labels: { rack: 'a4' } });
  const input = acceptedHost.parse({ name: 'a', labels: { row: '1' } });
  expect((await acceptStranger({ actor, mac: one, input })).labels).toEqual({
    rack: 'a4',
    row: '1',
  });
});

test('many are rejected, and brought back, and keep their labels when they boot again', async () => {
  await seen(one, two);
  await change({ action: 'label', macs: [one], labels: { rack: 'a4', old: '' } });
  await change({ action: 'label', macs: [one], labels: { old: null } });
  expect(outcomes(await change({ action: 'reject', macs: [one, unknown, two] }))).toEqual([
    'done',
    'ERR_MACHINE_NOT_FOUND',
    'done',
  ]);
  expect(await listStrangers({ actor, rejected: false })).toEqual([]);
  await seen(one);
  await change({ action: 'restore', macs: [one] });
  expect(await listStrangers({ actor, rejected: false })).toMatchObject([
    { mac: one, labels: { rack: 'a4' }, sightings: 2 },
  ]);
});

test('labels that do not fit are refused for that machine', async () => {
  await seen(one, two);
  const many = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`l${at}`, '']));
  await change({ action: 'label', macs: [one], labels: many });
  const results = await change({ action: 'label', macs: [one, two], labels: { more: 'x' } });
  expect(outcomes(results)).toEqual(['ERR_INVALID_INPUT', 'done']);
});

test('no other team sees or changes any', async () => {
  await seen(one);
  for (const action of ['accept', 'reject', 'restore'] as const) {
    expect(outcomes(await change({ action, macs: [one] }, other))).toEqual([
      'ERR_MACHINE_NOT_FOUND',
    ]);
  }
});
