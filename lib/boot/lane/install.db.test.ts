/** An install as its machine sees it: the real lane over HTTP, on a real Postgres. */
import { beforeEach, describe, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { authoriseInstall, cancelInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { expireInstalls } from '@/lib/hosts/installs/upkeep/mutations';
import { bootNotes } from '../notes/notes';
import { servedBytes } from '../notes/served-bytes';
import { rosterFollower } from '../roster/follow';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;

beforeEach(() => {
  ({ lane, actor, room } = here);
});

async function authorise(input: Record<string, unknown> = {}) {
  const made = await authoriseInstall({
    actor,
    hostId: room.hostId,
    input: authoriseInput.parse(input),
  });
  await rosterFollower().barrier();
  return made;
}

async function boot(query = `mac=${room.mac}&platform=efi&arch=x86_64`): Promise<string> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?${query}`);
  return answer.text();
}

/** What a boot script leads to. */
async function bootKind(): Promise<string> {
  const script = await boot();
  if (script.includes('provisioner.install=')) return 'agent';
  if (script.includes('chain --autofree')) return 'script';
  return script.includes('boots its local disk') ? 'local-disk' : script;
}

async function base(): Promise<string> {
  const script = await boot();
  const found = /provisioner\.install=\$\{base\}(\S+)/.exec(script)?.[1];
  if (!found) throw new Error(`no install in:\n${script}`);
  return lane.url + found;
}

async function send(url: string, event: Record<string, unknown>) {
  const answer = await fetch(`${url}/events`, { method: 'POST', body: JSON.stringify(event) });
  return { status: answer.status, ...(await answer.json()) };
}

const disk = { path: '/dev/vda', size: 20e9, hasData: false };
const row = () => db().install.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });

test('a whole install, from the first boot to the second system', async () => {
  await authorise();
  const url = await base();
  const plan = await (await fetch(`${url}/plan`)).json();
  expect(plan).toMatchObject({
    mode: 'install',
    host: { name: 'node-0001', mac: room.mac, parameters: { role: 'worker', rack: 'b' } },
    image: { size: room.imageBytes.length, format: 'raw', rawSize: room.imageBytes.length },
    disk: { rule: 'smallest', value: null, overwrite: false },
    sshKeys: ['ssh-ed25519 AAAA 0001'],
    preScripts: [{ title: 'pre 0001', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    postScripts: [{ title: 'post 0001' }],
  });
  expect(await send(url, { seq: 1, type: 'agent-started', agentVersion: '1' })).toMatchObject({
    ok: true,
  });
  const inventory = { cpu: { cores: 4 }, disks: [], serial: 'S-1', firmware: 'uefi' };
  await send(url, { seq: 2, type: 'inventory', inventory });
  const pre = await fetch(plan.preScripts[0].url.replace(/^http:\/\/[^/]+/, lane.url));
  expect(await pre.text()).toBe('echo pre\n');
  expect(await send(url, { seq: 3, type: 'claim', disk })).toEqual({ status: 200, ok: true });
  const image = await fetch(`${url}/image`);
  expect(image.headers.get('content-length')).toBe('3000000');
  expect(Buffer.from(await image.arrayBuffer()).equals(room.imageBytes)).toBe(true);
  await send(url, { seq: 4, type: 'image-progress', bytes: 5, total: 10 });
  expect(await row()).toMatchObject({ state: 'installing', progress: 0.5 });
  expect(await send(url, { seq: 5, type: 'finished' })).toMatchObject({ ok: true });
  expect(await bootKind()).toBe('local-disk');
  expect(await send(url, { type: 'first-boot', addresses: ['10.77.0.101'] })).toMatchObject({
    ok: true,
  });
  await bootNotes().flush();
  await servedBytes().flush();
  expect(await row()).toMatchObject({
    state: 'installed',
    bootsUsed: 1,
    // The image and a script of 9 bytes.
    bytesServed: 3_000_009n,
    firstBootAt: expect.any(Date),
    endedAt: expect.any(Date),
  });
  const host = await db().host.findUniqueOrThrow({ where: { id: room.hostId } });
  expect(host).toMatchObject({ serial: 'S-1', firmware: 'uefi', inventory });
  const types = (await db().event.findMany({ orderBy: { id: 'asc' } })).map(({ type }) => type);
  for (const type of [
    'install-authorised',
    'boot-decided',
    'agent-started',
    'inventory',
    'claim',
    'finished',
    'first-boot',
  ]) {
    expect(types).toContain(type);
  }
});

describe('a machine is never installed twice by itself', () => {
  test('after the claim it boots its disk, and the install has failed with a reason', async () => {
    await authorise();
    const url = await base();
    await send(url, { seq: 1, type: 'claim', disk });
    expect(await bootKind()).toBe('local-disk');
    await expect.poll(async () => (await row()).state).toBe('failed');
    expect((await row()).reason).toContain('restarted in the middle');
    expect(await bootKind()).toBe('local-disk');
  });

  test('boots are counted, and the one after the last is the local disk', async () => {
    await authorise({ boots: 2 });
    expect([await bootKind(), await bootKind(), await bootKind()]).toEqual([
      'agent',
      'agent',
      'local-disk',
    ]);
    await expect.poll(async () => (await row()).state).toBe('expired');
  });

  test('twenty machines with one MAC at once use up exactly the boots there are', async () => {
    await authorise({ boots: 3 });
    const kinds = await Promise.all(Array.from({ length: 20 }, () => bootKind()));
    expect(kinds.filter((kind) => kind === 'agent')).toHaveLength(3);
    expect(kinds.filter((kind) => kind === 'local-disk')).toHaveLength(17);
    expect((await row()).bootsUsed).toBe(3);
  });

  test('a cancelled install gives nothing out any more', async () => {
    await authorise();
    const url = await base();
    await cancelInstall({ actor, hostId: room.hostId });
    await rosterFollower().barrier();
    expect(await bootKind()).toBe('local-disk');
    for (const what of ['plan', 'image', `preinstallscripts/${room.preId}`]) {
      expect((await fetch(`${url}/${what}`)).status).toBe(410);
    }
    expect(await send(url, { seq: 1, type: 'claim', disk })).toEqual({
      status: 409,
      ok: false,
      reason: 'This install is cancelled; it can only report how it ended.',
    });
  });

  test('a late "finished" of an expired install is believed', async () => {
    const { id } = await authorise();
    const url = await base();
    await send(url, { seq: 1, type: 'claim', disk });
    await db().install.update({ where: { id }, data: { state: 'expired' } });
    expect(await send(url, { seq: 2, type: 'finished' })).toMatchObject({ ok: true });
    expect((await row()).state).toBe('installed');
  });
});

describe('reports', () => {
  test('a claim of a disk that holds data is refused, and granted with overwrite', async () => {
    await authorise();
    const url = await base();
    const full = { ...disk, hasData: true, what: 'a partition table' };
    expect(await send(url, { seq: 1, type: 'claim', disk: full })).toMatchObject({
      status: 409,
      reason: expect.stringContaining('holds data (a partition table)'),
    });
    await cancelInstall({ actor, hostId: room.hostId });
    await authorise({ overwrite: true });
    expect(await send(await base(), { seq: 1, type: 'claim', disk: full })).toMatchObject({
      ok: true,
    });
  });

  test('one that is sent again is answered again, and written once', async () => {
    await authorise();
    const url = await base();
    const script = { seq: 1, type: 'script-finished', phase: 'pre', title: 'wipe', exitCode: 0 };
    for (const _ of [1, 2, 3]) expect(await send(url, script)).toMatchObject({ ok: true });
    for (const _ of [1, 2])
      expect(await send(url, { seq: 2, type: 'claim', disk })).toMatchObject({ ok: true });
    expect(await db().event.count({ where: { type: 'script-finished' } })).toBe(1);
    expect(await db().event.count({ where: { type: 'claim' } })).toBe(1);
  });

  test('the next boot of the agent counts its reports from the beginning', async () => {
    await authorise();
    await send(await base(), { seq: 7, type: 'agent-started' });
    await send(await base(), { seq: 1, type: 'agent-started' });
    expect(await db().event.count({ where: { type: 'agent-started' } })).toBe(2);
  });

  test.each([
    ['{', 400, 'not JSON'],
    ['{"type":"dance"}', 422, 'type'],
    ['{"type":"claim","disk":{"path":"/dev/vda"}}', 422, 'disk.size'],
    [`{"type":"step","name":"${'x'.repeat(300_000)}"}`, 413, 'larger than 262144 bytes'],
  ])('bad input %# says what is wrong', async (body, status, reason) => {
    await authorise();
    const answer = await fetch(`${await base()}/events`, { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect((await answer.json()).reason).toContain(reason);
  });

  test('a token of somebody else opens nothing', async () => {
    await authorise();
    const url = (await base()).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    expect((await fetch(`${url}/plan`)).status).toBe(404);
    expect((await fetch(`${url}/events`, { method: 'POST', body: '{}' })).status).toBe(404);
  });
});

test('a sub script with its variables, and what its token opens', async () => {
  const { teamId } = actor;
  const sub = await makeScript({
    teamId,
    kind: 'sub',
    title: 'debian',
    text: '#!ipxe\necho ${base}\n',
  });
  const kickstart = await makeScript({
    teamId,
    kind: 'kickstart',
    title: 'preseed',
    text: 'd-i x\n',
  });
  const change = { subScriptId: sub, kickstartId: kickstart, imageId: null };
  await db().profile.update({ where: { id: room.profileId }, data: change });
  await authorise();
  const script = await boot();
  expect(script).toContain('set rack b ||\nset role worker ||\n');
  expect(script).toContain(`chain --autofree \${base}/api/pxeboot/subscripts/${sub}?revision=1 ||`);
  const url = /set install http:\/\/[^/]+(\S+)/.exec(script)?.[1];
  // What was authorised stays, whatever is saved meanwhile.
  const newer = { scriptId: kickstart, number: 2, text: 'new\n', sha256: 'x', author: 'test' };
  await db().scriptRevision.create({ data: newer });
  await db().script.update({ where: { id: kickstart }, data: { revision: 2 } });
  await rosterFollower().barrier();
  expect(await (await fetch(`${lane.url}${url}/kickstart`)).text()).toBe('d-i x\n');
  expect(await (await fetch(`${lane.url}/api/pxeboot/kickstarts/${kickstart}`)).text()).toBe(
    'new\n',
  );
  // One boot is the default for a script.
  expect(await bootKind()).toBe('local-disk');
});

test('time ends what nobody used', async () => {
  const { id } = await authorise({ minutes: 1 });
  expect(await expireInstalls()).toBe(0);
  expect(await expireInstalls({ now: Date.now() + 61_000 })).toBe(1);
  expect(await db().install.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'expired',
    reason: 'The machine did not boot in the time that was given.',
  });
});

test('firmware that fills its serial with NUL and half characters does not stop the install', async () => {
  await authorise();
  const url = await base();
  const deep = '['.repeat(50_000) + ']'.repeat(50_000);
  const serial = JSON.stringify('SN-1\0\0');
  const body = `{"type":"inventory","seq":1,"inventory":{"serial":${serial},"product":"R640 \\ud800","dmi":${deep}}}`;
  const answer = await fetch(`${url}/events`, { method: 'POST', body });
  expect([answer.status, await answer.json()]).toEqual([200, { ok: true }]);
  expect(await db().host.findFirstOrThrow()).toMatchObject({
    serial: 'SN-1',
    product: 'R640 \ufffd',
    inventory: { serial: 'SN-1' },
  });
});
