/** A rescue boot over HTTP: given once, and to nobody while the store cannot count it. */
import { beforeEach, expect, test } from 'vitest';
import { laneRoom } from '@/e2e/fixtures/lane-room';
import { makeScript, type Room, type TestLane } from '@/e2e/fixtures/machine-room';
import type { Actor } from '@/lib/auth/actor';
import { db } from '@/lib/core/db';
import { listEvents } from '@/lib/events/data';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { orderRescue } from '@/lib/hosts/rescue/mutations';
import { rescueInput } from '@/lib/hosts/rescue/schema';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';

const here = laneRoom();
let lane: TestLane;
let actor: Actor;
let room: Room;
let scriptId: string;

beforeEach(async () => {
  ({ lane, actor, room } = here);
  scriptId = await makeScript({
    teamId: actor.teamId,
    kind: 'sub',
    title: 'Rescue shell',
    text: '#!ipxe\nshell\n',
  });
});

const order = () => orderRescue({ actor, hostId: room.hostId, input: rescueInput.parse({}) });

async function boot(): Promise<string> {
  await rosterFollower().barrier();
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
  expect(answer.status).toBe(200);
  return answer.text();
}

const localDisk = '#!ipxe\necho node-0001 boots its local disk\nimgfree ||\nexit 1\n';

test('the boot that was ordered goes into the sub script, and the next one to the local disk', async () => {
  expect(await boot()).toBe(localDisk);
  await order();
  const script = await boot();
  const url = `/api/pxeboot/subscripts/${scriptId}?revision=1&mac=${room.mac}`;
  expect(script).toContain(`chain --autofree \${base}${url} || goto failed\n`);
  expect(await (await fetch(lane.url + url)).text()).toBe('#!ipxe\nshell\n');
  expect(await boot()).toBe(localDisk);
  await bootNotes().flush();
  const events = await listEvents({ actor, hostId: room.hostId });
  expect(events.map(({ type, message }) => `${type}: ${message}`)).toContain(
    `boot-decided: Matched by MAC → rescue, sub script "Rescue shell", ordered by ${actor.name}.`,
  );
  expect(await db().install.count()).toBe(0);
});

test('machines that ask at the same moment get it once', async () => {
  await order();
  const answers = await Promise.all(Array.from({ length: 8 }, boot));
  expect(answers.filter((one) => one.includes('subscripts'))).toHaveLength(1);
  expect(answers.filter((one) => one === localDisk)).toHaveLength(7);
});

test('an install goes first, and takes the order away', async () => {
  await order();
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  expect(await boot()).toContain('boot 1 of 3');
  expect((await db().install.findFirstOrThrow()).bootsUsed).toBe(1);
});

test('a store that cannot count it in time means the local disk', async () => {
  await order();
  await rosterFollower().barrier();
  // The row is held by somebody for longer than a machine is made to wait.
  const held = db().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Host" WHERE id = ${room.hostId}::uuid FOR UPDATE`;
      const answer = await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`);
      expect(await answer.text()).toBe(localDisk);
      throw new Error('nothing is written');
    },
    { timeout: 20_000 },
  );
  await expect(held).rejects.toThrow('nothing is written');
  await bootNotes().flush();
  const [last] = await listEvents({ actor, hostId: room.hostId });
  expect(last?.message).toBe(
    'Matched by MAC → local disk. No install is authorised. The rescue boot could not be used up, because the database is away.',
  );
});
