/** Whose work is taken for dead, and whose is not. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { workFolder } from '../artifact-store';
import { passingFolder, pidSpace } from '../store/files';
import { takeFromTheDead } from '../work/mutations';
import { sweepDeadWork } from './dead-work';

beforeEach(() => emptyDatabase(databaseUrl()));
afterAll(() => closeDatabase());

test('a build is not taken from a living worker by a machine whose clock is wrong', async () => {
  await db().build.create({
    data: {
      kind: 'agent',
      spec: {},
      specHash: 'a',
      title: 'alive',
      requestedBy: 'test',
      state: 'running',
      worker: 'w',
      heartbeatAt: new Date(),
    },
  });
  const now = Date.now;
  Date.now = () => now() + 3600_000;
  try {
    expect(await takeFromTheDead()).toEqual([]);
  } finally {
    Date.now = now;
  }
});

test('what comes or goes by rename is swept when its process is gone, or old and not to be seen', async () => {
  const ours = await passingFolder(`copy.${'a'.repeat(64)}`);
  const dead = workFolder(`gone.base.4194304.${pidSpace()}.0123abcd`);
  // As of another container, whose processes have numbers of their own.
  const unseen = workFolder('copy.base.4194304.ffffffff.0123abcd');
  for (const folder of [ours, dead, unseen]) await mkdir(folder, { recursive: true });
  expect(await sweepDeadWork()).toEqual([path.basename(dead)]);

  // Their change cannot be set back: the clock goes on instead.
  const now = Date.now;
  Date.now = () => now() + 7 * 3600_000;
  try {
    expect((await sweepDeadWork()).sort()).toEqual(
      [ours, unseen].map((one) => path.basename(one)).sort(),
    );
  } finally {
    Date.now = now;
  }
});
