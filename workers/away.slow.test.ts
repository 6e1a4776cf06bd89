/**
 * The lane while Postgres is away: what is known is answered, nothing is
 * installed that could not be counted, and afterwards it goes on by itself.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  makeRoom,
  makeScript,
  type Room,
  startLane,
  type TestLane,
} from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { bootNotes } from '@/lib/boot/notes/notes';
import { saveRoster } from '@/lib/boot/roster/file';
import { RosterFollower, rosterFollower } from '@/lib/boot/roster/follow';
import { Roster, roster } from '@/lib/boot/roster/roster';
import { changes } from '@/lib/core/changes';
import { closeDatabase, db } from '@/lib/core/db';
import type { EmbeddedPostgres } from '@/lib/core/postgres';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { putSecret } from '@/lib/scripts/secrets/mutations';
import { migrateStore, startOwn } from './launch/store';

let postgres: EmbeddedPostgres;
let folder: string;
let lane: TestLane;
let room: Room;
/** Of an install by a script that has booted already. */
let scripted: { mac: string; url: string };

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-away-'));
  chmodSync(folder, 0o755);
  postgres = await startOwn(folder, () => {});
  await migrateStore(postgres.url);
  // Before anything of this file has asked for the database: a Postgres that can be stopped.
  process.env.DATABASE_URL = postgres.url;
  const actor = await insertTeam();
  room = await makeRoom({ actor });
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  lane = await startLane();
  scripted = await startScripted(actor);
});

/** A second host, booted into an install whose kickstart holds a secret. */
async function startScripted(actor: Actor): Promise<typeof scripted> {
  const mac = '52:54:00:77:00:02';
  const { teamId } = actor;
  const { hostId, profileId } = await makeRoom({ actor, mac });
  await putSecret({ actor, name: 'root', value: 'hunter2' });
  const template = (kind: 'sub' | 'kickstart', text: string) =>
    makeScript({ teamId, kind, title: 'a template', text, template: true });
  const subScriptId = await template('sub', "#!ipxe\n{% include 'kickstart:part' %}");
  await makeScript({ teamId, kind: 'kickstart', title: 'part', text: 'echo part of it\n' });
  const kickstartId = await template('kickstart', 'rootpw {{ secrets.root }}\n');
  const data = { subScriptId, kickstartId, imageId: null };
  await db().profile.update({ where: { id: profileId }, data });
  await authoriseInstall({ actor, hostId, input: authoriseInput.parse({}) });
  await rosterFollower().barrier();
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${mac}&platform=efi`);
  const where = /set install http:\/\/[^/]+(\S+)/.exec(await answer.text())?.[1];
  await rosterFollower().barrier();
  return { mac, url: lane.url + where };
}

afterAll(async () => {
  await lane.close();
  await bootNotes().flush();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function boot(): Promise<string> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
  const script = await answer.text();
  if (script.includes('provisioner.install=')) return 'agent';
  return script.includes('boots its local disk') ? 'local-disk' : script;
}

const health = async () => (await fetch(`${lane.url}/api/health`)).json();

test('away, and back', async () => {
  await saveRoster(roster());
  await postgres.stop();
  await expect.poll(async () => (await health()).database.connected).toBe(false);

  // It is authorised, but the boot cannot be counted.
  expect(await boot()).toBe('local-disk');
  const file = await fetch(`${lane.url}/artifacts/${room.fingerprint}/vmlinuz`);
  expect(await file.text()).toBe('vmlinuz of 0001');
  expect(await health()).toMatchObject({ ok: true, roster: { state: 'live', hosts: 2 } });
  // An install that has begun goes on, but nobody gets a secret that cannot be written down.
  expect(await (await fetch(`${scripted.url}/script`)).text()).toBe('#!ipxe\necho part of it\n');
  const secret = await fetch(`${scripted.url}/kickstart`);
  expect([secret.status, secret.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await secret.text()).not.toContain('hunter2');

  // A web process that starts now answers from the copy on disk.
  const fresh = new Roster();
  const follower = new RosterFollower(fresh);
  await follower.start();
  expect(fresh.state).toBe('disk');
  expect(fresh.hostByMac(room.mac)?.name).toBe('node-0001');

  postgres = await startOwn(folder, () => {});
  await expect.poll(() => fresh.state, { timeout: 15_000 }).toBe('live');
  await expect
    .poll(async () => (await health()).database.connected, { timeout: 15_000 })
    .toBe(true);
  await follower.stop();

  expect(await boot()).toBe('agent');
  const install = await db().install.findFirstOrThrow({ where: { hostId: room.hostId } });
  // The boot that could not be counted was not given either.
  expect(install).toMatchObject({ state: 'booting', bootsUsed: 1 });
  const given = await fetch(`${scripted.url}/kickstart`);
  expect(await given.text()).toBe('rootpw hunter2\n');
});
