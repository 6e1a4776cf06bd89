import { afterAll, beforeEach, expect, test } from 'vitest';
import { changes } from '@/lib/core/changes';
import { pool } from '@/lib/core/db';
import { closeJobs } from '@/lib/jobs/boss';
import { type TaskRegistry, taskNames } from '@/lib/jobs/tasks';
import { workOnJobs } from '@/lib/jobs/work';
import { checkInWorker } from './in-worker';
import type { Program } from './programs/programs';
import { checkProgram } from './programs/run';

const broken = { kind: 'post', text: '#!/usr/bin/env python3\nif True\n' } as const;

beforeEach(async () => {
  changes().listen();
  await pool().query('DELETE FROM "WorkerNode"');
});

afterAll(async () => {
  await closeJobs();
  await changes().stop();
});

function unchecked(why: string) {
  const message = `The interpreter's own check could not be made now: ${why}.`;
  const place = { line: 1, column: 1, endColumn: 2 };
  return [{ severity: 'info', rule: 'script/unchecked', message, ...place }];
}

async function announce(): Promise<void> {
  await pool().query(
    `INSERT INTO "WorkerNode" (id, hostname, pid, interfaces, ports, tools, "heartbeatAt")
     VALUES ('w', 'w', 1, '[]', '[]', '{}', now())`,
  );
}

test('without a worker that is said, at once', async () => {
  const began = Date.now();
  expect(await checkInWorker(broken)).toEqual(unchecked('no worker is running'));
  expect(Date.now() - began).toBeLessThan(3_000);
});

test('a worker that does not answer is not waited for for ever, and the text is not kept', async () => {
  await announce();
  const began = Date.now();
  expect(await checkInWorker(broken)).toEqual(unchecked('the worker has not answered in time'));
  expect(Date.now() - began).toBeLessThan(12_000);
  const { rows } = await pool().query(`SELECT id FROM pgboss.job WHERE name = 'check-script'`);
  expect(rows).toEqual([]);
});

test('a worker answers with the places, and the text is not kept', async () => {
  await announce();
  const stop = new AbortController();
  const run = async (payload: { programs: Program[] }) => ({
    findings: (
      await Promise.all(
        payload.programs.map((program) => checkProgram({ program, signal: stop.signal })),
      )
    ).flat(),
  });
  const registry = Object.fromEntries(taskNames.map((name) => [name, run]));
  const loop = workOnJobs({
    registry: registry as unknown as TaskRegistry,
    signal: stop.signal,
  });
  const place = { line: 2, column: 8, endColumn: 9 };
  const error = { severity: 'error', rule: 'script/syntax', message: "Expected ':'.", ...place };
  expect(await checkInWorker(broken)).toEqual([error]);
  expect(await checkInWorker({ kind: 'post', text: '#!/usr/bin/python3\npass\n' })).toEqual([]);
  const { rows } = await pool().query(`SELECT id FROM pgboss.job WHERE name = 'check-script'`);
  expect(rows).toEqual([]);
  stop.abort();
  await loop;
});

test('what is too long, or in no language that we know, is not sent', async () => {
  const text = `#!/bin/sh\n${'#'.repeat(300_000)}\n`;
  expect(await checkInWorker({ kind: 'pre', text })).toEqual(
    unchecked('it is longer than 300000 characters'),
  );
  expect(await checkInWorker({ kind: 'pre', text: '#!/usr/bin/perl\n' })).toEqual([]);
  expect(await checkInWorker({ kind: 'sub', text: '#!ipxe\n' })).toEqual([]);
});
