import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { listBuilds } from '@/lib/builds/data';
import { changes } from '@/lib/core/changes';
import { closeDatabase, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { saveMainScript } from '@/lib/scripts/mutations';
import { keepPrepared } from './preparation';

const stop = new AbortController();
let kept: Promise<void> | undefined;

afterAll(async () => {
  stop.abort();
  await kept;
  await changes().stop();
  await closeJobs();
  await closeDatabase();
});

async function setPublicUrl(publicUrl: string): Promise<void> {
  const value = { publicUrl };
  await db().setting.upsert({
    where: { key: 'network' },
    create: { key: 'network', value },
    update: { value },
  });
}

/** Milliseconds until the TFTP root has the text. */
async function published(text: string): Promise<number> {
  const begun = performance.now();
  for (;;) {
    const now = await readFile(dataPath('tftp/autoexec.ipxe'), 'utf8').catch(() => '');
    if (now === text) return performance.now() - begun;
    if (performance.now() - begun > 10_000) throw new Error(`In force is ${JSON.stringify(now)}.`);
    await sleep(10);
  }
}

it('asks for what machines need, and publishes every change within a second', async () => {
  const team = await db().team.create({ data: { name: 'owners', owner: true } });
  const actor: Actor = { ...systemActor, teamId: team.id };
  await saveMainScript({ actor, text: '#!ipxe\necho one\n' });
  await setPublicUrl('http://10.0.0.1');
  kept = keepPrepared(stop.signal);
  await published('#!ipxe\nset base http://10.0.0.1\necho one\n');
  const builds = await listBuilds({ actor: systemActor });
  expect(builds.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual([
    'agent queued',
    'loaders queued',
  ]);

  await saveMainScript({ actor, text: '#!ipxe\necho two\n' });
  expect(await published('#!ipxe\nset base http://10.0.0.1\necho two\n')).toBeLessThan(1_000);
  await setPublicUrl('http://10.0.0.2');
  expect(await published('#!ipxe\nset base http://10.0.0.2\necho two\n')).toBeLessThan(1_000);
});
