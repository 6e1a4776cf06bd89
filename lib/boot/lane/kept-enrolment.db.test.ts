/** What becomes of an answer that is kept when the token that it was given to ends. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeRoom, type Room, startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import { createEnrolment } from '@/lib/auth/enrolments/mutations';
import { enrolmentToken } from '@/lib/auth/enrolments/token';
import { changes } from '@/lib/core/changes';
import { closeDatabase, db } from '@/lib/core/db';
import { enrolmentUses } from '../notes/enrolment-uses';
import { bootNotes } from '../notes/notes';
import { rosterFollower } from '../roster/follow';
import { answerBoot } from './boot';

let lane: TestLane;
let room: Room;
let id: string;

beforeAll(async () => {
  lane = await startLane();
  const actor = await insertTeam();
  room = await makeRoom({ actor });
  ({ id } = await createEnrolment({ actor, input: { name: 'sticks', expiresAt: null } }));
});

afterAll(async () => {
  await bootNotes().flush();
  await enrolmentUses().flush();
  await lane.close();
  await rosterFollower().stop();
  await changes().stop();
  await closeDatabase();
});

const query = () => `mac=${room.mac}&platform=pcbios&enrolment=${enrolmentToken(id)}`;

async function ask(): Promise<number> {
  const answer = await fetch(`${lane.url}/api/pxeboot/boot?${query()}`);
  await answer.text();
  return answer.status;
}

test('an answer that is kept ends with the token’s time', async () => {
  const expiresAt = new Date(Date.now() + 5_000);
  await db().enrolment.update({ where: { id }, data: { expiresAt } });
  await rosterFollower().barrier();
  expect(await ask()).toBe(200);
  expect(await ask()).toBe(200);
  await expect.poll(async () => await ask(), { timeout: 10_000 }).toBe(403);
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
});

test('an answer that was decided in the last moment of the token is not kept past it', async () => {
  const expiresAt = new Date(Date.now() + 3_600_000);
  await db().enrolment.update({ where: { id }, data: { expiresAt } });
  await rosterFollower().barrier();
  const asked = { search: `?${query()}`, address: '127.0.0.1', header: () => undefined };
  // The first look at the clock decides; by the next one the time is over.
  const clock = vi.spyOn(Date, 'now').mockReturnValue(expiresAt.getTime() + 1);
  clock.mockReturnValueOnce(expiresAt.getTime() - 1);
  try {
    const { answer, keep } = await answerBoot(asked);
    expect(answer).toMatchObject({ status: 200 });
    expect(keep?.isTrue()).toBe(false);
    const refused = await answerBoot(asked);
    expect(refused.answer).toMatchObject({ status: 403 });
    expect(refused.keep?.isTrue()).toBe(true);
  } finally {
    clock.mockRestore();
  }
});
