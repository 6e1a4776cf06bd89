/** The end of a log, as pages begin with it. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { insertTeam } from '@/e2e/fixtures/team';
import type { Actor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { buildLog } from '../data';
import { buildLogTail } from './data';
import { appendLog } from './mutations';

let actor: Actor;
let id: string;

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  actor = await insertTeam();
  const { teamId } = actor;
  const data = {
    ...{ teamId, kind: 'iso', spec: {}, specHash: 'ab'.repeat(32) },
    ...{ title: 'An ISO', requestedBy: actor.name },
  };
  ({ id } = await db().build.create({ data, select: { id: true } }));
});
afterAll(closeDatabase);

/** Writes lines of 100 characters, so many to a chunk. */
async function write(given: { lines: number; each: number }): Promise<void> {
  const line = (number: number) => `${`line ${number} `.padEnd(99, '.')}\n`;
  await db().buildLogChunk.createMany({
    data: Array.from({ length: given.lines / given.each }, (_, chunk) => ({
      buildId: id,
      text: Array.from({ length: given.each }, (_, at) => line(chunk * given.each + at)).join(''),
    })),
  });
}

test('a short log is whole, in its order, whatever number of chunks it is', async () => {
  expect(await buildLogTail({ actor, id })).toEqual({
    ...{ text: '', last: '0', state: 'queued', cut: false },
  });
  await write({ lines: 120, each: 1 });
  const whole = await buildLog({ actor, id });
  expect(await buildLogTail({ actor, id })).toEqual({ ...whole, cut: false });
});

test.each([1, 10, 800])('of a long one the last lines come, chunks of %i', async (each) => {
  await write({ lines: 800, each });
  const whole = await buildLog({ actor, id });
  const { text, last, cut } = await buildLogTail({ actor, id });
  expect({ last, cut }).toEqual({ last: whole.last, cut: true });
  expect(whole.text.endsWith(text)).toBe(true);
  expect(text.startsWith('line ')).toBe(true);
  expect(text.length).toBeGreaterThan(60_000);
  expect(text.length).toBeLessThanOrEqual(64 * 1024);
  // What is written after it is what the stream is asked for.
  await appendLog({ buildId: id, text: 'the end\n' });
  expect((await buildLog({ actor, id, after: last })).text).toBe('the end\n');
});

test("another team's is not there", async () => {
  const other = await insertTeam();
  await expect(buildLogTail({ actor: other, id })).rejects.toMatchObject({
    code: 'ERR_BUILD_NOT_FOUND',
  });
});
