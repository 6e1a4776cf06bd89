/** The copy of the roster on disk, and a start without the store. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRoom, makeScript, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { decide } from '../decide';
import { readFacts } from '../facts';
import { loadAll } from './data';
import { readRosterFile, saveRoster } from './file';
import { Roster } from './roster';

let room: Room;
let actor: Actor;
let scriptId: string;

beforeAll(async () => {
  actor = await insertTeam();
  room = await makeRoom({ actor });
  const text = 'rootpw secret\n${x}\u2028\n';
  scriptId = await makeScript({ teamId: actor.teamId, kind: 'kickstart', title: 'k', text });
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
});

afterAll(async () => {
  await changes().stop();
  await closeDatabase();
});

async function saved(): Promise<Roster> {
  const roster = new Roster();
  roster.replace(await loadAll());
  await saveRoster(roster);
  return roster;
}

test('only its owner may read it', async () => {
  await saved();
  expect(statSync(dataPath('roster.json')).mode & 0o777).toBe(0o600);
});

test('what was saved decides as what was loaded', async () => {
  const before = await saved();
  const copy = await readRosterFile();
  if (!copy) throw new Error('no copy');
  const after = new Roster();
  after.replace(copy);
  const read = readFacts({ search: `?mac=${room.mac}&platform=efi` });
  if (!read.ok) throw new Error(read.problem);
  const { facts } = read;
  const now = Date.now();
  const decision = decide({ facts, view: after, now });
  expect(decision).toEqual(decide({ facts, view: before, now }));
  expect(decision.kind).toBe('agent');
  expect(after.texts.get(scriptId, 1)).toEqual(before.texts.get(scriptId, 1));
});

test('a copy that was cut off is not believed', async () => {
  await saved();
  const file = dataPath('roster.json');
  const whole = readFileSync(file, 'utf8');
  for (const part of [
    whole.slice(0, whole.length / 2),
    whole.split('\n').slice(0, -2).join('\n'),
    '',
    '{}',
  ]) {
    writeFileSync(file, part);
    expect(await readRosterFile()).toBeNull();
  }
  writeFileSync(file, whole.replace(/"format":\d+/, '"format":0'));
  expect(await readRosterFile()).toBeNull();
});
