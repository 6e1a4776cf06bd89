import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { hang, type TestBuild, testBuilders } from '@/e2e/fixtures/test-builders';
import { systemActor } from '@/lib/auth/actor';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { closeJobs } from '@/lib/jobs/boss';
import { JobEnd } from '@/lib/jobs/job-end';
import { artifactFolder, fileSha256, workFolder } from './artifact-store';
import { buildLog, isAtWork, newestArtifact, readBuild } from './data';
import { endProcesses, sweepWork } from './leftovers';
import { cancelBuild, requestBuild } from './mutations';
import { runBuild } from './run';
import { takeFromTheDead } from './work/mutations';

const actor = systemActor;
const made = () => dataPath('made');
let release = 0;

/** A spec that no other test has. */
function newSpec() {
  release += 1;
  return { release: `test${'abcdefghijklmnopqrstuvwxyz'[release]}` };
}

async function asked(spec: object = newSpec()): Promise<string> {
  return (await requestBuild({ actor, kind: 'agent', spec })).id;
}

function work(buildId: string, given: Partial<TestBuild> & { worker?: string } = {}) {
  const controller = new AbortController();
  const done = runBuild({
    buildId,
    worker: given.worker ?? 'worker-1',
    signal: controller.signal,
    builders: testBuilders({ made: made(), ...given }),
  });
  return { controller, done };
}

async function timesMade(): Promise<number> {
  return (await readFile(made(), 'utf8')).split('\n').length - 1;
}

async function artifactNames(): Promise<string[]> {
  return (await readdir(dataPath('artifacts'))).filter((name) => name !== '.tmp');
}

async function untilLogHas(id: string, text: string): Promise<void> {
  for (let round = 0; round < 400; round += 1) {
    if ((await buildLog({ actor, id })).text.includes(text)) return;
    await sleep(50);
  }
  throw new Error(`The log of ${id} never had "${text}".`);
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

describe('a build', () => {
  it('ends as an artifact with checksums, a log and a row', async () => {
    const id = await asked({ release: 'plain' });
    await work(id).done;
    const build = await readBuild({ actor, id });
    expect(build).toMatchObject({ state: 'done', progress: 1, reused: false, reason: null });
    const [file] = build.artifact?.files ?? [];
    const onDisk = path.join(artifactFolder(build.fingerprint ?? ''), 'file.txt');
    expect(await readFile(onDisk, 'utf8')).toBe('hello plain\n');
    expect(file).toEqual({ name: 'file.txt', size: 12, sha256: await fileSha256(onDisk) });
    expect(build.inputs).toEqual([{ name: 'source:test', version: '1' }]);
    expect((await buildLog({ actor, id })).text).toBe('$ echo hello plain\nhello plain\n');
    expect(await readdir(workFolder())).toEqual([]);
  });

  it('reuses what is there, and makes it anew when its files are gone', async () => {
    const spec = newSpec();
    await work(await asked(spec)).done;
    const second = await asked(spec);
    await work(second).done;
    expect(await readBuild({ actor, id: second })).toMatchObject({ state: 'done', reused: true });
    expect(await timesMade()).toBe(1);

    const { fingerprint } = await readBuild({ actor, id: second });
    await writeFile(path.join(artifactFolder(fingerprint ?? ''), 'file.txt'), 'cut');
    const third = await asked(spec);
    await work(third).done;
    expect(await readBuild({ actor, id: third })).toMatchObject({ state: 'done', reused: false });
    expect(await timesMade()).toBe(2);
  });

  it('is one for twenty equal requests at once', async () => {
    const spec = newSpec();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => requestBuild({ actor, kind: 'agent', spec })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ joined }) => !joined)).toHaveLength(1);
    expect(await db().build.count()).toBe(1);
  });

  it('joins one of another row with the same fingerprint', async () => {
    const slow: TestBuild['build'] = async (_spec, { folder }) => {
      await sleep(600);
      await writeFile(path.join(folder, 'slow'), 'x');
    };
    const spec = newSpec();
    const first = await asked(spec);
    // As another team's would be: the same content, and not the same row.
    const { id: second } = await db().build.create({
      data: {
        kind: 'agent',
        spec: { arch: 'amd64', ...spec },
        specHash: 'other',
        title: 'x',
        requestedBy: 'x',
      },
    });
    await Promise.all([
      work(first, { build: slow }).done,
      work(second, { build: slow, worker: 'worker-2' }).done,
    ]);
    expect(await timesMade()).toBe(1);
    const states = await Promise.all([first, second].map((id) => readBuild({ actor, id })));
    expect(states.map(({ state }) => state)).toEqual(['done', 'done']);
    expect(states.filter(({ reused }) => reused)).toHaveLength(1);
  });
});

describe('a build that goes wrong', () => {
  it('names the missing tool and its package before it begins', async () => {
    const id = await asked();
    await work(id, { tools: [{ program: 'no-such-tool', package: 'libnothing' }] }).done;
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toContain('no-such-tool is not installed');
    expect(reason).toContain('apt-get install libnothing');
    expect(await timesMade()).toBe(0);
  });

  it('says what the program said, and leaves nothing', async () => {
    const before = await artifactNames();
    const id = await asked();
    await work(id, {
      build: async (_spec, { folder, run }) => {
        await writeFile(path.join(folder, 'half'), 'x');
        await run('sh', ['-c', 'echo "disk is made of cheese" >&2; exit 3']);
      },
    }).done;
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toBe('sh ended with 3:\ndisk is made of cheese');
    expect(await artifactNames()).toEqual(before);
    expect(await readdir(workFolder())).toEqual([]);
  });

  it.each([
    ['nothing', async () => {}, 'left no file'],
    [
      'a folder',
      async (_: unknown, { folder }: { folder: string }) => {
        await mkdir(path.join(folder, 'sub'));
      },
      'sub, which is not a plain file',
    ],
  ])('refuses a builder that leaves %s', async (_what, build, message) => {
    const id = await asked();
    await work(id, { build }).done;
    expect((await readBuild({ actor, id })).reason).toContain(message);
  });

  it('ends at its time limit, with all its processes', async () => {
    const id = await asked();
    await work(id, { build: hang, timeLimit: 500 }).done;
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toContain('time limit');
    expect(await endProcesses(workFolder(`${id}.worker-1`))).toBe(0);
  });
});

describe('cancelling', () => {
  it('ends a running build and all its children', async () => {
    const before = await artifactNames();
    const id = await asked();
    const { controller, done } = work(id, { build: hang });
    await untilLogHas(id, 'hanging');
    const wish = await cancelBuild({ actor, id });
    expect(wish).toMatchObject({ state: 'running', cancelledBy: 'provisioner' });
    // The job loop does this when it is told by NOTIFY.
    controller.abort(new JobEnd('cancelled'));
    await done;
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'cancelled' });
    expect(await endProcesses(workFolder(`${id}.worker-1`))).toBe(0);
    expect(await readdir(workFolder())).toEqual([]);
    expect(await artifactNames()).toEqual(before);
  });

  it('ends it by the heartbeat too, where nobody told the job', async () => {
    const id = await asked();
    const { done } = work(id, { build: hang });
    await untilLogHas(id, 'hanging');
    await cancelBuild({ actor, id });
    await done;
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'cancelled' });
  });

  it('of a waiting build means that nobody takes it up', async () => {
    const id = await asked();
    await cancelBuild({ actor, id });
    await work(id).done;
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'cancelled', attempts: 0 });
    await expect(cancelBuild({ actor, id })).rejects.toMatchObject({ code: 'ERR_BUILD_ENDED' });
  });
});

describe('a worker that ends', () => {
  it('gives its build back when it is stopped', async () => {
    const id = await asked();
    const { controller, done } = work(id, { build: hang });
    await untilLogHas(id, 'hanging');
    controller.abort(new JobEnd('stopping'));
    await expect(done).rejects.toThrow('stopped');
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'queued', attempts: 0 });
    await work(id, { worker: 'worker-2' }).done;
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'done' });
  });

  it('by kill -9 leaves no artifact, and its build is taken up again', async () => {
    const before = await artifactNames();
    const id = await asked();
    const script = path.resolve('e2e/fixtures/build-worker.ts');
    const child = spawn(process.execPath, ['--import', 'tsx', script, id, 'killed', made()], {
      stdio: 'inherit',
    });
    await untilLogHas(id, 'hanging');
    await sleep(300);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await artifactNames()).toEqual(before);
    expect(await readdir(workFolder(`${id}.killed`, 'files'))).toEqual(['half.img']);

    // Time passes; the queue gives the job to the next worker.
    await db().build.update({
      where: { id },
      data: { heartbeatAt: new Date(Date.now() - 21_000) },
    });
    await work(id, { worker: 'worker-2' }).done;
    expect(await readBuild({ actor, id })).toMatchObject({ state: 'done', attempts: 2 });
    expect(await readdir(workFolder())).toEqual([]);
    expect(await endProcesses(workFolder(`${id}.killed`))).toBe(0);
    expect(await newestArtifact({ kind: 'agent' })).not.toBeNull();
  });

  it('twice makes the build fail with a reason', async () => {
    const id = await asked();
    await db().build.update({
      where: { id },
      data: { state: 'running', attempts: 2, worker: 'gone', heartbeatAt: new Date(0) },
    });
    expect(await takeFromTheDead()).toEqual([]);
    const { state, reason } = await readBuild({ actor, id });
    expect(state).toBe('failed');
    expect(reason).toContain('Its worker ended in the middle of it');
  });

  it('has its folders swept, and nobody else has', async () => {
    const id = await asked();
    const { controller, done } = work(id, { build: hang });
    await untilLogHas(id, 'hanging');
    await mkdir(workFolder('00000000-0000-4000-8000-000000000000.gone', 'files'), {
      recursive: true,
    });
    const swept = await sweepWork((name) => {
      const [buildId = '', ...worker] = name.split('.');
      return isAtWork({ buildId, worker: worker.join('.') });
    });
    expect(swept).toEqual(['00000000-0000-4000-8000-000000000000.gone']);
    controller.abort(new JobEnd('stopping'));
    await done.catch(() => {});
  });
});
