import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { systemActor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { openBuildLog } from './build-log';
import { buildLog } from './data';
import { followLog } from './log-stream';

const actor = systemActor;
let id = '';

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  const build = await db().build.create({
    data: {
      kind: 'agent',
      spec: {},
      specHash: 'x',
      title: 'x',
      requestedBy: 'x',
      state: 'running',
    },
  });
  id = build.id;
});

afterAll(async () => {
  await changes().stop();
  await closeDatabase();
});

describe('a log', () => {
  it('keeps its end when it grows beyond its limit, and says so', async () => {
    const log = openBuildLog({ buildId: id, limit: 2_000 });
    for (let round = 0; round < 10; round += 1) {
      log.line(`${round} ${'x'.repeat(500)}`);
      await log.close();
    }
    const { text } = await buildLog({ actor, id });
    expect(text.split('\n')[0]).toContain('the beginning is gone');
    expect(
      text
        .split('\n')
        .slice(1)
        .map((line) => line[0]),
    ).toEqual(['7', '8', '9', undefined]);
  });

  it('takes NUL and endless lines', async () => {
    const log = openBuildLog({ buildId: id });
    log.line(`a\0b`);
    log.line('y'.repeat(1_000_000));
    await log.close();
    const { text } = await buildLog({ actor, id });
    expect(text.length).toBe('ab\n'.length + 10_001);
  });

  it('is followed to its end, from where the reader is', async () => {
    const log = openBuildLog({ buildId: id });
    log.line('first');
    await log.close();
    const { last } = await buildLog({ actor, id });
    const stream = await followLog({
      actor,
      id,
      after: last,
      signal: new AbortController().signal,
    });
    const reading = new Response(stream).text();
    await sleep(300);
    log.line('second');
    await log.close();
    await sleep(100);
    await db().build.update({ where: { id }, data: { state: 'done' } });
    const text = await reading;
    expect(text).not.toContain('first');
    expect(text).toContain('event: chunk\nid: 2\ndata: "second\\n"\n\n');
    expect(text).toMatch(/event: end\ndata: "done"\n\n$/);
  });
});
