/** Every step of a boot, from the DHCP answer to the kickstart, as people are told it. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, makeScript, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { orderRescue } from '@/lib/hosts/rescue/mutations';
import { rescueInput } from '@/lib/hosts/rescue/schema';
import { recordSighting } from '@/lib/hosts/strangers/sightings/mutations';
import { explainBoot, explainHost } from '../explain';
import { rosterFollower } from '../roster/follow';

let actor: Actor;
let room: Room;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  room = await makeRoom({ actor });
});

afterAll(async () => {
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

const authorise = () =>
  authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });

const ids = (steps: { id: string }[]) => steps.map(({ id }) => id);
const all = ['dhcp', 'boot-file', 'decision', 'profile', 'script', 'kernel', 'kickstart'];
const outcomes = (steps: { id: string; outcome: string }[]) =>
  Object.fromEntries(steps.map(({ id, outcome }) => [id, outcome]));

/** A network that DHCP is on in, as a worker announces it. */
async function serve(): Promise<void> {
  const value = {
    interface: 'br0',
    dhcp: { mode: 'full' },
    tftp: { enabled: true },
  };
  await db().setting.create({ data: { key: 'network', value } });
  const address = { address: '10.77.0.1', prefix: 24, family: 'ipv4', scope: 'global' };
  const br0 = {
    name: 'br0',
    mac: '52:54:00:00:00:fe',
    up: true,
    carrier: true,
    kind: 'bridge',
    addresses: [address],
  };
  await db().workerNode.create({
    data: {
      id: 'w',
      hostname: 'w',
      pid: 1,
      interfaces: [br0],
      ports: [],
      tools: {},
      heartbeatAt: new Date(),
    },
  });
}

test('a host that waits: the local disk now, and every step once it is authorised', async () => {
  await serve();
  await db().host.update({
    where: { id: room.hostId },
    data: { address: '10.77.0.101', bootloader: 'ipxe', firmware: 'uefi', arch: 'x86_64' },
  });
  const explained = await explainHost({ actor, hostId: room.hostId });
  expect(ids(explained.steps)).toEqual(all);
  expect(outcomes(explained.steps)).toEqual({
    dhcp: '10.77.0.101, which is reserved for it.',
    'boot-file': 'ipxe.efi by TFTP from 10.77.0.1, then the main script.',
    decision: 'node-0001 boots its local disk.',
    profile: '"worker 0001", chosen by hand.',
    script: 'Ours, which hands over to the local disk.',
    kernel: 'None: no kernel is loaded from here.',
    kickstart: 'None: nothing is installed.',
  });
  for (const step of explained.steps.slice(0, 4)) {
    expect(step.reasons.filter(({ outcome }) => outcome === 'won').length).toBeGreaterThan(0);
  }
  const then = explained.ifAuthorised;
  if (!then || !('steps' in then)) throw new Error('nothing is explained');
  expect(outcomes(then.steps)).toMatchObject({
    decision: 'node-0001 boots the agent, which installs it with the profile "worker 0001".',
    script: 'Ours, which loads the agent, boot 1 of 1.',
    kernel: expect.stringContaining('provisioner.install='),
    kickstart: 'None: the agent writes an image and asks for none.',
  });
});

test('a sub script with a kickstart: pinned revisions, and the kernel line that it holds', async () => {
  const { teamId } = actor;
  const text = '#!ipxe\nkernel ${base}/vmlinuz inst.ks=${kickstart} || goto failed\nboot\n';
  const subScriptId = await makeScript({ teamId, kind: 'sub', title: 'Fedora', text });
  const kickstartId = await makeScript({ teamId, kind: 'kickstart', title: 'ks', text: 'x\n' });
  await db().profile.update({
    where: { id: room.profileId },
    data: { subScriptId, kickstartId },
  });
  await authorise();
  await db().profile.update({ where: { id: room.profileId }, data: { name: 'renamed' } });
  const explained = await explainBoot({
    actor,
    query: { mac: room.mac },
    host: '10.77.0.1:3000',
  });
  expect(explained.decision).toBe('script');
  expect(explained.kernelLine).toBe('${base}/vmlinuz inst.ks=${kickstart}');
  expect(outcomes(explained.steps)).toMatchObject({
    profile: '"worker 0001", by the open install.',
    script: '"Fedora", revision 1, boot 1 of 1.',
    kickstart: '"ks", revision 1, at http://10.77.0.1:3000/api/pxeboot/installs/TOKEN/kickstart.',
  });
  expect(explained.scripts.map(({ title }) => title)).toEqual([
    'Fedora',
    'ks',
    'pre 0001',
    'post 0001',
  ]);
});

test('a profile by rule, with those that lost', async () => {
  await db().host.update({
    where: { id: room.hostId },
    data: { profileId: null, labels: { rack: 'a4' } },
  });
  await db().profile.update({
    where: { id: room.profileId },
    data: { rules: [{ label: 'rack=a4' }] },
  });
  await db().profile.create({
    data: { teamId: actor.teamId, name: 'all', isDefault: true, rules: [{ arch: 'arm64' }] },
  });
  const explained = await explainBoot({ actor, query: { mac: room.mac } });
  expect(explained.profile).toEqual({
    chosen: { id: room.profileId, name: 'worker 0001' },
    by: 'rule',
    steps: [
      {
        profile: { id: room.profileId, name: 'worker 0001' },
        rule: 'The label rack is "a4"',
        outcome: 'won',
        reason: 'The label rack is "a4", and no rule before it fits.',
      },
      {
        profile: { id: expect.any(String), name: 'all' },
        rule: 'The architecture is arm64',
        outcome: 'lost',
        reason: 'No architecture is known (arm64 is asked for).',
      },
      {
        profile: { id: expect.any(String), name: 'all' },
        rule: null,
        outcome: 'lost',
        reason: "It is the team's default, but a rule fits.",
      },
    ],
  });
  expect(explained.steps.find(({ id }) => id === 'profile')).toEqual({
    id: 'profile',
    title: 'Profile',
    outcome: '"worker 0001", by a rule.',
    reasons: [
      {
        rule: '"worker 0001", the label rack is "a4"',
        outcome: 'won',
        text: 'The label rack is "a4", and no rule before it fits.',
      },
      {
        rule: '"all", the architecture is arm64',
        outcome: 'lost',
        text: 'No architecture is known (arm64 is asked for).',
      },
      { rule: '"all"', outcome: 'lost', text: "It is the team's default, but a rule fits." },
    ],
  });
  expect(explained.ifAuthorised).toMatchObject({ decision: 'agent' });
});

test('a machine that was never seen, by its firmware', async () => {
  await serve();
  const explained = await explainBoot({ actor, query: { arch: 'arm64', platform: 'efi' } });
  expect(ids(explained.steps)).toEqual(all);
  expect(explained.host).toBeNull();
  expect(outcomes(explained.steps)).toMatchObject({
    dhcp: 'A free address from 10.77.0.100 to 10.77.0.199.',
    'boot-file': 'ipxe-arm64.efi by TFTP from 10.77.0.1, then the main script.',
    decision: 'A stranger: no script, and it is written down as discovered.',
    profile: 'None, once it is accepted as a host.',
    script: 'None: the answer is 404 with a sentence, and the main script goes on.',
  });
  const bios = await explainBoot({ actor, query: { platform: 'pcbios' } });
  expect(outcomes(bios.steps)['boot-file']).toMatch(/^undionly\.kpxe /);
  const http = await explainBoot({ actor, query: { platform: 'efi', http: true } });
  expect(outcomes(http.steps)['boot-file']).toMatch(/^No boot file/);
});

test('a stranger by what it told, which only the owning team may know', async () => {
  await serve();
  const owner = await insertTeam({ name: 'owners', owner: true });
  const mac = '52:54:00:aa:aa:aa';
  await recordSighting({ mac, arch: 'x86_64', platform: 'pcbios', serial: 'QM17' });
  await db().lease.create({ data: { mac, address: '10.77.0.150' } });
  await db().profile.create({
    data: { teamId: owner.teamId, name: 'quanta', rules: [{ serial: 'QM17' }] },
  });
  const known = await explainBoot({ actor: owner, query: { mac } });
  expect(known.facts).toMatchObject({ platform: 'pcbios', serial: 'QM17' });
  expect(outcomes(known.steps)).toMatchObject({
    dhcp: '10.77.0.150, which it had before.',
    'boot-file': 'undionly.kpxe by TFTP from 10.77.0.1, then the main script.',
    profile: '"quanta", by a rule, once it is accepted as a host.',
  });
  const other = await explainBoot({ actor, query: { mac } });
  expect(other.facts).toMatchObject({ platform: null, serial: null });
  expect(outcomes(other.steps)).toMatchObject({
    dhcp: 'A free address from 10.77.0.100 to 10.77.0.199.',
    'boot-file': 'snponly.efi by TFTP from 10.77.0.1, then the main script.',
  });
});

test("another team's host is a stranger in every step", async () => {
  await serve();
  await db().host.update({ where: { id: room.hostId }, data: { address: '10.77.0.101' } });
  await db().lease.create({ data: { mac: room.mac, address: '10.77.0.101' } });
  const other = await insertTeam({ name: 'guests' });
  const explained = await explainBoot({ actor: other, query: { mac: room.mac } });
  const told = JSON.stringify(explained);
  expect(explained.host).toBeNull();
  expect(told).not.toContain('node-0001');
  expect(told).not.toContain('10.77.0.101');
  expect(told).not.toContain('worker');
});

test('without a network that is served, it says what is missing', async () => {
  const explained = await explainHost({ actor, hostId: room.hostId });
  expect(explained.steps[0]).toEqual({
    id: 'dhcp',
    title: 'DHCP answer',
    outcome: 'Nothing from here. Another DHCP server on its network would have to name the loader.',
    reasons: [{ rule: 'network', outcome: 'lost', text: 'No interface is chosen.' }],
  });
});

test('a rescue boot that was ordered, without using it up', async () => {
  const { teamId } = actor;
  await makeScript({ teamId, kind: 'sub', title: 'Rescue shell', text: '#!ipxe\nshell\n' });
  await orderRescue({ actor, hostId: room.hostId, input: rescueInput.parse({}) });
  for (const _ of [1, 2]) {
    const explained = await explainHost({ actor, hostId: room.hostId });
    expect(explained.decision).toBe('rescue');
    expect(outcomes(explained.steps)).toMatchObject({
      decision: 'node-0001 boots once into the sub script "Rescue shell".',
      script: '"Rescue shell", revision 1.',
      kickstart: 'None: nothing is installed.',
    });
    expect(explained.ifAuthorised).toMatchObject({ decision: 'agent' });
  }
});
