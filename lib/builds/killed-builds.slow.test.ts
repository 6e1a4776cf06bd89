/** Workers that are killed in the middle, and builds that are cancelled: what is left, and what readers see. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import { insertTeam } from '@/e2e/fixtures/team';
import { treeContent, treeFiles, treeSleep, treeSpec } from '@/e2e/fixtures/tree-builder';
import type { Actor } from '@/lib/auth/actor';
import { changes } from '@/lib/core/changes';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { isAppError } from '@/lib/core/errors';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { artifactFolder, fileSha256, workFolder } from './artifact-store';
import { cancelBuild, requestBuild } from './mutations';

let lane: TestLane;
let actor: Actor;
const workers: { name: string; child: ChildProcess }[] = [];

beforeAll(async () => {
  lane = await startLane();
});

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  await mkdir(dataPath('artifacts'), { recursive: true });
  actor = await insertTeam();
});

afterEach(async () => {
  while (workers.length > 0) await killWorker();
});

afterAll(async () => {
  await lane.end();
  await closeJobs();
  await changes().stop();
  await closeDatabase();
});

let started = 0;

async function startWorker(seconds: number): Promise<void> {
  started += 1;
  const name = `worker-${started}`;
  const script = path.resolve('e2e/fixtures/queue-worker.ts');
  const args = ['--import', 'tsx', script, name, String(seconds)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  workers.push({ name, child });
  await once(child.stdout ?? child, 'data');
}

/** Kills the worker that is there longest with -9; gives its name. */
async function killWorker(): Promise<string> {
  const [worker] = workers.splice(0, 1);
  if (!worker) throw new Error('There is no worker to kill.');
  worker.child.kill('SIGKILL');
  if (worker.child.exitCode === null && worker.child.signalCode === null) {
    await once(worker.child, 'exit');
  }
  return worker.name;
}

async function ask(number: number): Promise<string> {
  return (await requestBuild({ actor, kind: 'ipxe', spec: treeSpec(number) })).id;
}

const rows = () => db().build.findMany({ orderBy: { createdAt: 'asc' } });
type Row = Awaited<ReturnType<typeof rows>>[number];
const atWork = (row: Row) => row.state === 'running';
const isOver = (row: Row) => ['done', 'failed', 'cancelled'].includes(row.state);

/** Waits until the rows are so; gives how long it took, in milliseconds. */
async function until(
  what: string,
  limit: number,
  check: (rows: Row[]) => boolean | Promise<boolean>,
) {
  const begun = Date.now();
  for (;;) {
    const now = await rows();
    if (await check(now)) return Date.now() - begun;
    if (Date.now() - begun > limit) {
      const states = now.map(({ state, attempts, step }) => `${state}/${attempts}/${step}`);
      throw new Error(`Not within ${limit} ms: ${what}. ${states.join(' ')}`);
    }
    await sleep(100);
  }
}

/** Pids of children of builds, in this data folder, whoever their parent is. */
async function buildProcesses(): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const read = (file: string) => readFile(`/proc/${name}/${file}`, 'utf8').catch(() => '');
    const words = (await read('cmdline')).split('\0');
    const inside = (await readlink(`/proc/${name}/cwd`).catch(() => '')).startsWith(workFolder());
    const marked = (await read('environ')).includes(`PROVISIONER_BUILD=${workFolder()}`);
    if (inside || (marked && words[0] !== '')) found.push(Number(name));
  }
  return found;
}

async function mounts(): Promise<string[]> {
  const table = await readFile('/proc/self/mountinfo', 'utf8');
  return table.split('\n').filter((line) => line.includes(workFolder()));
}

/** Nothing of any build is left on the machine. */
async function untilNothingIsLeft(limit: number): Promise<void> {
  await until('nothing is left', limit, async () => {
    const folders = await readdir(workFolder()).catch(() => []);
    return (await buildProcesses()).length + (await mounts()).length + folders.length === 0;
  });
}

/** Reads what builds have made, all the time, as machines would; gathers what should not be. */
function watchArtifacts(): { wrong: string[]; wholeReads: () => number; stop(): Promise<void> } {
  const wrong: string[] = [];
  const seen = new Set<string>();
  let reads = 0;
  let over = false;
  const look = async (row: Row, name: string) => {
    const url = `${lane.url}/artifacts/${row.fingerprint}/${name}`;
    const answer = await fetch(url);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status === 404 && !seen.has(url)) return;
    const { script } = row.spec as { script: string };
    if (answer.status === 200 && bytes.equals(treeContent({ script, name }))) {
      seen.add(url);
      reads += 1;
      return;
    }
    wrong.push(`${url}: ${answer.status}, ${bytes.length} bytes`);
  };
  const loop = async () => {
    while (!over) {
      for (const row of await rows()) {
        if (row.fingerprint) for (const name of treeFiles) await look(row, name);
      }
      await sleep(5);
    }
  };
  // What fails is told when the watch is stopped.
  const running = loop().catch((error) => void wrong.push(String(error)));
  return {
    wrong,
    wholeReads: () => reads,
    stop: async () => {
      over = true;
      await running;
    },
  };
}

test('cancelling ends a real make and every child, whatever it did to get away', async () => {
  await startWorker(600);
  const id = await ask(0);
  await until('its children run', 30_000, async () => (await buildProcesses()).length >= 12);
  const lines = await Promise.all(
    (await buildProcesses()).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  expect(lines.filter((line) => line.includes(treeSleep)).length).toBeGreaterThanOrEqual(12);
  expect(lines.some((line) => line.startsWith('make\0-j4'))).toBe(true);

  await cancelBuild({ actor, id });
  await until('it is cancelled', 30_000, ([row]) => row?.state === 'cancelled');
  expect(await buildProcesses()).toEqual([]);
  expect(await mounts()).toEqual([]);
  expect(await readdir(workFolder())).toEqual([]);
  expect((await readdir(dataPath('artifacts'))).filter((name) => name !== '.tmp')).toEqual([]);
}, 90_000);

test('twenty builds at once, with workers killed and builds cancelled in between', async () => {
  const watch = watchArtifacts();
  for (let count = 0; count < 3; count += 1) await startWorker(1.5);
  const ids = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(index + 1)));
  const recoveries: Promise<number>[] = [];
  let lost = 0;

  for (let kill = 0; kill < 3; kill += 1) {
    await until('builds are at work', 60_000, (now) => now.filter(atWork).length >= 3);
    const wanted = (await rows()).filter(({ cancelledBy }) => !cancelledBy);
    const waiting = wanted.filter(({ state }) => state === 'queued').at(-1);
    for (const one of [wanted.find(atWork), waiting]) {
      if (one) await cancelBuild({ actor, id: one.id }).catch(endedMeanwhile);
    }
    const name = await killWorker();
    await startWorker(1.5);
    const left = (await rows()).filter((row) => atWork(row) && row.worker === name);
    lost += left.length;
    const isTaken = (row: Row) => row.worker !== name || isOver(row);
    recoveries.push(
      until('its builds are taken up', 60_000, (now) =>
        now.filter((row) => left.some(({ id }) => id === row.id)).every(isTaken),
      ),
    );
    await sleep(2_000);
  }

  const slowest = Math.max(...(await Promise.all(recoveries)));
  await until('all builds are over', 150_000, (now) => now.every(isOver));
  await untilNothingIsLeft(45_000);
  await watch.stop();
  const ended = await rows();

  expect(lost).toBeGreaterThan(0);
  expect(slowest).toBeLessThan(60_000);
  expect(ended.map(({ id }) => id).sort()).toEqual([...ids].sort());
  for (const row of ended) {
    if (row.state !== 'done') expect(row.reason).toMatch(/Cancelled|Its worker ended/);
    if (!row.cancelledBy && row.state !== 'failed') expect(row.state).toBe('done');
  }
  expect(ended.filter(({ state }) => state === 'cancelled').length).toBeGreaterThan(0);
  expect(ended.filter(({ state }) => state === 'done').length).toBeGreaterThanOrEqual(12);
  expect(ended.some(({ state, attempts }) => state === 'done' && attempts === 2)).toBe(true);

  // On the disk is what the builds made, whole: of the finished ones, and perhaps of one that was
  // cancelled, or whose worker was killed, in the moment after it was published.
  const names = (await readdir(dataPath('artifacts'))).filter((name) => name !== '.tmp');
  const made = ended.filter(({ state }) => state === 'done').map((row) => row.fingerprint ?? '');
  expect(made.filter((fingerprint) => !names.includes(fingerprint))).toEqual([]);
  for (const fingerprint of names) {
    const [row] = ended.filter((one) => one.fingerprint === fingerprint);
    if (!row) throw new Error(`No build made ${fingerprint}.`);
    const { script } = row.spec as { script: string };
    for (const name of treeFiles) {
      const file = path.join(artifactFolder(fingerprint), name);
      expect(await fileSha256(file)).toBe(sha256(treeContent({ script, name })));
    }
  }
  expect(watch.wrong).toEqual([]);
  expect(watch.wholeReads()).toBeGreaterThan(made.length);
}, 420_000);

/** A build may end in the moment in which it is cancelled. */
function endedMeanwhile(error: unknown): void {
  if (!isAppError(error) || error.code !== 'ERR_BUILD_ENDED') throw error;
}
