/** A boot that the store counts after the machine was sent to its own disk. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRoom, type Room, startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { changes, waitFor } from '@/lib/core/changes';
import { closeDatabase, db } from '@/lib/core/db';
import { authoriseInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';

let actor: Actor;
let room: Room;
let lane: TestLane;

beforeAll(async () => {
  actor = await insertTeam();
  room = await makeRoom({ actor });
  lane = await startLane();
});

afterAll(async () => {
  await lane.close();
  await bootNotes().flush();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

const boot = async () =>
  (await fetch(`${lane.url}/api/pxeboot/boot?mac=${room.mac}&platform=efi`)).text();

test('is given back, and the next boot installs', async () => {
  await authoriseInstall({ actor, hostId: room.hostId, input: authoriseInput.parse({}) });
  await rosterFollower().barrier();
  // The row is held by somebody for longer than a machine is made to wait.
  await db().$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT id FROM "Install" FOR UPDATE`;
      expect(await boot()).toContain('boots its local disk');
    },
    { timeout: 20_000 },
  );
  // Counted, and then taken back.
  const install = await waitFor({
    timeout: 10_000,
    check: async () => {
      const row = await db().install.findFirstOrThrow();
      return row.startedAt && row.bootsUsed === 0 ? row : undefined;
    },
  });
  expect(install?.state).toBe('authorised');
  await rosterFollower().barrier();
  expect(await boot()).toContain('boot 1 of 3');
});
