/** Artifacts that a worker elsewhere put into a bucket, served by a web process that has none of them. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startLane, type TestLane } from '@/e2e/fixtures/machine-room';
import {
  bringS3Server,
  keepArtifactsIn,
  makeBucket,
  type S3Server,
  startS3Server,
} from '@/e2e/fixtures/s3-server';
import { testBuilders } from '@/e2e/fixtures/test-builders';
import { systemActor } from '@/lib/auth/actor';
import { readBuild } from '@/lib/builds/data';
import { requestBuild } from '@/lib/builds/mutations';
import { runBuild } from '@/lib/builds/run';
import { artifactStore } from '@/lib/builds/store/configured';
import { changes } from '@/lib/core/changes';
import { closeDatabase } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { rosterFollower } from '../roster/follow';

/** Larger than what is sent at once. */
const content = randomBytes(3 * 1024 * 1024 + 11);
const etag = `"${sha256(content)}"`;
const actor = systemActor;

let server: S3Server;
let lane: TestLane;
let fingerprint: string;

beforeAll(async () => {
  await bringS3Server();
  server = await startS3Server();
  const bucket = 'artifacts';
  await makeBucket({ url: server.url, bucket });
  keepArtifactsIn({ url: server.url, bucket });
  await mkdir(dataPath(), { recursive: true });
  lane = await startLane();
  fingerprint = await build();
  await rosterFollower().barrier();
});

afterAll(async () => {
  await lane.close();
  await rosterFollower().stop();
  await closeJobs();
  await changes().stop();
  await closeDatabase();
  await server.stop();
});

// What the worker has kept on its own disk is not on this one's.
beforeEach(() => rm(dataPath('copies'), { recursive: true, force: true }));

async function build({ spec = {}, bytes = content } = {}): Promise<string> {
  const { id } = await requestBuild({ actor, kind: 'agent', spec });
  const builders = testBuilders({
    made: dataPath('made'),
    build: (_spec, { folder }) => writeFile(path.join(folder, 'vmlinuz'), bytes),
  });
  const { signal } = new AbortController();
  await runBuild({ buildId: id, worker: 'elsewhere', signal, builders });
  const { state, reason, fingerprint: made } = await readBuild({ actor, id });
  if (state !== 'done' || !made) throw new Error(`${state}: ${reason}`);
  return made;
}

const get = (headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${lane.url}/artifacts/${fingerprint}/vmlinuz`, { headers, method });

async function copies(): Promise<string[]> {
  return readdir(dataPath('copies')).catch(() => []);
}

test('nothing of it is in this machine’s artifacts', async () => {
  expect(await readdir(dataPath('artifacts'))).toEqual(['.tmp']);
});

test('from the bucket and from the copy a machine gets the same answers', async () => {
  const ask = async () => {
    const whole = await get();
    const range = await get({ range: 'bytes=1048570-1048580' });
    const tail = await get({ range: 'bytes=-5', 'if-range': etag });
    const head = await get({}, 'HEAD');
    const known = await get({ 'if-none-match': etag });
    const beyond = await get({ range: `bytes=${content.length}-` });
    const answers = [whole, range, tail, head, known, beyond];
    const headers = ['content-length', 'content-range', 'etag', 'accept-ranges', 'content-type'];
    return Promise.all(
      answers.map(async (answer) => ({
        status: answer.status,
        headers: headers.map((name) => answer.headers.get(name)),
        sum: sha256(Buffer.from(await answer.arrayBuffer())),
      })),
    );
  };
  const streamed = await ask();
  expect(streamed.map(({ status }) => status)).toEqual([200, 206, 206, 200, 304, 416]);
  expect(streamed[0]).toMatchObject({
    headers: [String(content.length), null, etag, 'bytes', 'application/octet-stream'],
    sum: sha256(content),
  });
  expect(streamed[1]?.headers[1]).toBe(`bytes 1048570-1048580/${content.length}`);
  expect(streamed[1]?.sum).toBe(sha256(content.subarray(1048570, 1048581)));
  expect(streamed[2]?.sum).toBe(sha256(content.subarray(-5)));

  // The first question brings a copy, for all others and for the time that the bucket is away.
  for (let round = 0; (await copies()).length === 0 && round < 100; round += 1) await sleep(50);
  expect(await copies()).toHaveLength(1);
  expect(await ask()).toEqual(streamed);
});

test('a machine that goes away in the middle leaves nothing open', async () => {
  // More than the buffers between the two hold.
  const large = randomBytes(64 * 1024 * 1024);
  const print = await build({ spec: { release: 'large' }, bytes: large });
  await rosterFollower().barrier();
  await rm(dataPath('copies'), { recursive: true, force: true });
  const store = await artifactStore();
  const reading = vi.spyOn(store, 'read');
  // Reads of the copy that is made meanwhile are none of the machine's.
  vi.spyOn(store, 'local').mockRejectedValue(new Error('no copy in this test'));
  try {
    const asked = request(`${lane.url}/artifacts/${print}/vmlinuz`).end();
    const [answer] = await once(asked, 'response');
    await once(answer, 'readable');
    expect(reading).toHaveBeenCalledOnce();
    const bytes = await reading.mock.results[0]?.value;
    expect([bytes.destroyed, bytes.readableEnded]).toEqual([false, false]);
    asked.destroy();
    await expect.poll(() => bytes.destroyed, { timeout: 10_000 }).toBe(true);
    expect(bytes.readableEnded).toBe(false);
  } finally {
    vi.restoreAllMocks();
  }
  expect(sha256(Buffer.from(await (await get()).arrayBuffer()))).toBe(sha256(content));
});

test('while the bucket is away a copy is served; without one the machine is told to ask again', async () => {
  await (await get()).arrayBuffer();
  for (let round = 0; (await copies()).length === 0 && round < 100; round += 1) await sleep(50);
  await server.stop();
  expect(sha256(Buffer.from(await (await get()).arrayBuffer()))).toBe(sha256(content));
  await rm(dataPath('copies'), { recursive: true });
  const answer = await get();
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.text()).toBe(
    'The artifact store does not answer. Ask again in some seconds.\n',
  );
  // Back, and empty: the row is there, the files are not.
  const { port } = new URL(server.url);
  server = await startS3Server({ port: Number(port) });
  await makeBucket({ url: server.url, bucket: 'artifacts' });
  expect((await get()).status).toBe(410);
});
