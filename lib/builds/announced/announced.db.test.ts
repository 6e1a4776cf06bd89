import { afterAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { testBuilders } from '@/e2e/fixtures/test-builders';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { builderVersion, mediaAvailability, toolsMissing } from './data';
import { announceBuilders } from './mutations';

beforeEach(() => emptyDatabase(databaseUrl()));
afterAll(closeDatabase);

async function announce(tools: { program: string; package: string }[], heartbeatAt = new Date()) {
  const row = { hostname: 'w', pid: 1, interfaces: [], ports: [], tools: {}, heartbeatAt };
  await db().workerNode.upsert({ where: { id: 'w' }, create: { id: 'w', ...row }, update: row });
  await announceBuilders({ workerId: 'w', builders: testBuilders({ made: '/dev/null', tools }) });
}

test('a worker tells what it lacks, and what was installed since', async () => {
  await announce([
    { program: 'sh', package: 'dash' },
    { program: 'no-such-tool', package: 'libnothing' },
  ]);
  expect(await toolsMissing({ kind: 'agent' })).toMatchObject({
    available: false,
    reason: expect.stringContaining('apt-get install libnothing'),
    missing: [{ program: 'no-such-tool', package: 'libnothing' }],
  });
  expect((await mediaAvailability()).map(({ kind, available }) => [kind, available])).toEqual([
    ['ipxe', false],
    ['grub', false],
    ['syslinux', false],
    ['iso', false],
  ]);
  await announce([{ program: 'sh', package: 'dash' }]);
  expect(await toolsMissing({ kind: 'iso' })).toMatchObject({ available: true, reason: null });
  expect(await builderVersion({ kind: 'iso' })).toBe(1);
});

test('a worker that has not shown itself for half a minute is not counted', async () => {
  await announce([], new Date(Date.now() - 31_000));
  expect(await toolsMissing({ kind: 'iso' })).toMatchObject({
    available: false,
    reason: expect.stringContaining('No worker'),
  });
  expect(await builderVersion({ kind: 'iso' })).toBeNull();
});

test('a row of an older version tells nothing, and breaks nothing', async () => {
  await announce([]);
  await db().workerNode.update({ where: { id: 'w' }, data: { builders: { iso: 'nonsense' } } });
  expect(await builderVersion({ kind: 'iso' })).toBeNull();
});
