/** What a build is made of: updated while it is made, and looked at behind another build. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { type TestBuild, testBuilders } from '@/e2e/fixtures/test-builders';
import { systemActor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { JobEnd } from '@/lib/jobs/job-end';
import { artifactFolder, workFolder } from './artifact-store';
import { buildLog, readBuild } from './data';
import { cancelBuild, requestBuild } from './mutations';
import { runBuild } from './run';

const actor = systemActor;
const made = () => dataPath('made');

async function asked(release: string): Promise<string> {
  return (await requestBuild({ actor, kind: 'agent', spec: { release } })).id;
}

function work(buildId: string, given: Partial<TestBuild>) {
  const controller = new AbortController();
  const builders = testBuilders({ made: made(), ...given });
  const own = { buildId, worker: 'worker-1', signal: controller.signal };
  return { controller, done: runBuild({ ...own, builders }) };
}

async function timesMade(): Promise<number> {
  return (await readFile(made(), 'utf8')).split('\n').length - 1;
}

async function artifactNames(): Promise<string[]> {
  return (await readdir(dataPath('artifacts'))).filter((name) => name !== '.tmp');
}

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  await mkdir(dataPath('artifacts'), { recursive: true });
  await writeFile(made(), '');
});

afterAll(async () => {
  await closeJobs();
  await closeDatabase();
});

describe('a source that is updated between the look and the making', () => {
  it('gives its bytes under its own fingerprint, never under the old one', async () => {
    let commit = 'A';
    let update = true;
    const given: Partial<TestBuild> = {
      inputs: async () => [{ name: 'source:test', version: commit }],
      build: async (_spec, { folder, inputs }) => {
        if (update) commit = 'B';
        update = false;
        await writeFile(path.join(folder, 'commit'), `${commit} ${inputs[0]?.version}`);
      },
    };
    const fileOf = async (id: string) => {
      const { fingerprint } = await readBuild({ actor, id });
      return readFile(path.join(artifactFolder(fingerprint ?? ''), 'commit'), 'utf8');
    };
    const id = await asked('updated');
    await work(id, given).done;
    expect(await timesMade()).toBe(2);
    const build = await readBuild({ actor, id });
    expect(build).toMatchObject({ state: 'done', reused: false });
    expect(build.inputs).toEqual([{ name: 'source:test', version: 'B' }]);
    expect(await fileOf(id)).toBe('B B');
    expect((await buildLog({ actor, id })).text).toContain('it is built once more');

    // Back at A there is nothing that could be reused.
    commit = 'A';
    const again = await asked('updated');
    await work(again, given).done;
    expect(await readBuild({ actor, id: again })).toMatchObject({ state: 'done', reused: false });
    expect(await fileOf(again)).toBe('A A');
  });

  it('makes the build fail where it never comes to rest, and nothing is kept', async () => {
    const before = await artifactNames();
    let commit = 0;
    const inputs = async () => {
      commit += 1;
      return [{ name: 'source:test', version: String(commit) }];
    };
    const id = await asked('restless');
    await work(id, { inputs }).done;
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toBe('What it is made of was updated while it was built. Build it again.');
    expect(await timesMade()).toBe(2);
    expect(await artifactNames()).toEqual(before);
    expect(await readdir(workFolder())).toEqual([]);
  });
});

describe('a build that waits for another one while it looks at what goes in', () => {
  /** Deaf to the signal, as the wait for another build's apt is; fails when nobody waits any more. */
  function deafLook() {
    const { promise, reject } = Promise.withResolvers<never>();
    return { inputs: () => promise, fail: () => reject(new Error('too late')) };
  }

  it('ends at its time limit', async () => {
    const { inputs, fail } = deafLook();
    const id = await asked('late');
    await work(id, { inputs, timeLimit: 300 }).done;
    fail();
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toContain('time limit');
  });

  it('ends when it is cancelled', async () => {
    const { inputs, fail } = deafLook();
    const id = await asked('cancelled');
    const { controller, done } = work(id, { inputs });
    for (let round = 0; (await readBuild({ actor, id })).state === 'queued'; round += 1) {
      if (round > 200) throw new Error('It was never taken up.');
      await sleep(20);
    }
    await cancelBuild({ actor, id });
    controller.abort(new JobEnd('cancelled'));
    await done;
    fail();
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'cancelled' });
    expect(await timesMade()).toBe(0);
  });
});
