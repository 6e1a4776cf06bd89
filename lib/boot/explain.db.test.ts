import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { makeRoom, type Room } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { explainBoot, explainHost } from './explain';
import { rosterFollower } from './roster/follow';

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

test('before an install: the local disk, and what it would be', async () => {
  const explained = await explainHost({ actor, hostId: room.hostId, query: { platform: 'efi' } });
  expect(explained).toMatchObject({
    decision: 'local-disk',
    host: { name: 'node-0001' },
    matchedBy: { rule: 'mac', value: room.mac },
    kernelLine: null,
    scripts: [
      { kind: 'pre', title: 'pre 0001', revision: 1 },
      { kind: 'post', title: 'post 0001', revision: 1 },
    ],
    ifAuthorised: {
      decision: 'agent',
      kernelLine: `initrd=initrd.img provisioner.install=\${base}/api/pxeboot/installs/TOKEN BOOTIF=${room.mac} console=ttyS0,115200 console=tty0`,
    },
  });
});

test('what keeps it from being installed is said in the same place', async () => {
  await db().host.update({ where: { id: room.hostId }, data: { profileId: null } });
  const explained = await explainHost({ actor, hostId: room.hostId });
  expect(explained.ifAuthorised).toMatchObject({ code: 'ERR_HOST_WITHOUT_PROFILE' });
});

test('asking counts no boot and shows no token', async () => {
  const { id } = await authorise();
  for (const _ of [1, 2, 3, 4]) {
    const explained = await explainBoot({ actor, query: { mac: room.mac } });
    expect(explained).toMatchObject({ decision: 'agent', ifAuthorised: null });
    expect(explained.script).toContain('boot 1 of 3.');
    expect(explained.script).not.toContain(`${id}.`);
  }
  expect(await db().install.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'authorised',
    bootsUsed: 0,
  });
});

test("another team's host is a stranger", async () => {
  const other = await insertTeam();
  expect(await explainBoot({ actor: other, query: { mac: room.mac } })).toMatchObject({
    decision: 'unknown',
    host: null,
    scripts: [],
    ifAuthorised: null,
  });
  await expect(explainHost({ actor: other, hostId: room.hostId })).rejects.toMatchObject({
    code: 'ERR_HOST_NOT_FOUND',
  });
});

test('a bad MAC is named', async () => {
  await expect(explainBoot({ actor, query: { mac: 'x' } })).rejects.toMatchObject({
    fields: [{ field: 'mac' }],
  });
});
