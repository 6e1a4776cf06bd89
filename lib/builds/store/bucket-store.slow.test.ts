/** The bucket store against a real S3 server on loopback. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import {
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { bringS3Server, makeBucket, type S3Server, startS3Server } from '@/e2e/fixtures/s3-server';
import { dataPath } from '@/lib/core/env';
import type { ArtifactRecord } from '../schema';
import { Bucket } from './bucket';
import { BucketStore } from './bucket-store';
import { copyFolder } from './copies';
import { describeFiles, passingFolder, workFolder } from './files';
import { NoSuchFile, recordName } from './store';

let server: S3Server;
let store: BucketStore;
let bucket: Bucket;
let number = 0;

const address = () => ({
  bucket: 'artifacts',
  prefix: 'lab/',
  endpoint: server.url,
  region: 'us-east-1',
  accessKeyId: 'key',
  secretAccessKey: 'secret',
});
const { signal } = new AbortController();

beforeAll(async () => {
  await bringS3Server();
  server = await startS3Server();
  await makeBucket({ url: server.url, bucket: 'artifacts' });
  store = new BucketStore(address());
  bucket = new Bucket(address());
});

afterAll(async () => {
  store.close();
  bucket.close();
  await server.stop();
});

beforeEach(async () => {
  await rm(dataPath('copies'), { recursive: true, force: true });
  number += 1;
});

/** A fingerprint of this test's own. */
const print = () => createHash('sha256').update(String(number)).digest('hex');

async function built(
  files: Record<string, string | Buffer>,
): Promise<{ folder: string; record: ArtifactRecord; signal: AbortSignal }> {
  const folder = await passingFolder('built');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await writeFile(path.join(folder, name), content);
  }
  const record: ArtifactRecord = {
    fingerprint: print(),
    kind: 'ipxe',
    spec: {},
    builderVersion: 1,
    inputs: [],
    files: await describeFiles(folder, signal),
  };
  await writeFile(path.join(folder, recordName), JSON.stringify(record));
  return { folder, record, signal };
}

async function keys(): Promise<string[]> {
  const found: string[] = [];
  for await (const { key } of bucket.list(`lab/${print()}/`)) found.push(key);
  return found;
}

test('an artifact is found, read by range, copied, listed and removed', async () => {
  const given = await built({ 'a.efi': 'hello bucket', 'b.kpxe': 'other' });
  const record = await store.publish(given);
  expect(await store.find(print())).toEqual(record);
  const file = record.files[0] as (typeof record.files)[0];

  const part = await store.read({ fingerprint: print(), file, start: 6, end: 12 });
  expect(await text(part)).toBe('bucket');
  const nothing = await store.read({ fingerprint: print(), file, start: 3, end: 3 });
  expect(await text(nothing)).toBe('');

  // Another machine has no copy; two that ask at once get one.
  await rm(dataPath('copies'), { recursive: true });
  const [one, two] = await Promise.all([store.local(record), store.local(record)]);
  expect(one).toBe(two);
  expect((await readdir(one)).sort()).toEqual(['a.efi', 'b.kpxe']);
  expect(await readFile(path.join(one, 'a.efi'), 'utf8')).toBe('hello bucket');
  expect(await readdir(workFolder())).toEqual([]);

  const listed = [];
  for await (const entry of store.list()) listed.push(entry.fingerprint);
  expect(listed).toContain(print());

  await store.remove(print());
  expect(await keys()).toEqual([]);
  expect(await readdir(dataPath('copies'))).toEqual([]);
  expect(await store.find(print())).toBeUndefined();
  await expect(store.read({ fingerprint: print(), file, start: 0, end: 1 })).rejects.toThrow(
    NoSuchFile,
  );
  await store.remove(print());
});

test('a large file goes up in parts and comes back as it was', async () => {
  const content = randomBytes(40 * 1024 * 1024 + 7);
  const record = await store.publish(await built({ 'big.iso': content }));
  await rm(dataPath('copies'), { recursive: true });
  const folder = await store.local(record);
  expect((await readFile(path.join(folder, 'big.iso'))).equals(content)).toBe(true);
  const [file] = record.files as [(typeof record.files)[0]];
  const tail = await store.read({
    fingerprint: print(),
    file,
    start: content.length - 4,
    end: content.length,
  });
  expect((await buffer(tail)).equals(content.subarray(-4))).toBe(true);
});

test('without its record, or without a file, an artifact is not there', async () => {
  const given = await built({ a: 'one', b: 'two' });
  await store.publish(given);
  const [file] = given.record.files as [(typeof given.record.files)[0]];
  await bucket.remove([`lab/${print()}/${file.sha256}/${file.name}`]);
  expect(await store.find(print())).toBeUndefined();

  await store.remove(print());
  await store.publish(await built({ a: 'one', b: 'two' }));
  await bucket.remove([`lab/${print()}/${recordName}`]);
  expect(await store.find(print())).toBeUndefined();
  expect((await keys()).length).toBe(2);
});

test('an upload that is cancelled leaves no artifact', async () => {
  const stop = new AbortController();
  const given = await built({ big: randomBytes(64 * 1024 * 1024) });
  setTimeout(() => stop.abort(new Error('cancelled')), 50);
  await expect(store.publish({ ...given, signal: stop.signal })).rejects.toThrow('cancelled');
  expect(await store.find(print())).toBeUndefined();
  expect(await keys()).toEqual([]);
});

test('of two workers with other bytes the first one stays, and both give its record', async () => {
  const [one, two] = [await built({ a: 'first' }), await built({ a: 'other' })];
  const first = await store.publish(one);
  const second = await store.publish(two);
  expect(second).toEqual(first);
  expect(await readFile(path.join(await store.local(second), 'a'), 'utf8')).toBe('first');

  const raced = await Promise.all(
    ['x', 'y', 'z'].map(async (content) => {
      const given = await built({ a: content });
      const record = { ...given.record, fingerprint: 'ab'.repeat(32) };
      return store.publish({ ...given, record });
    }),
  );
  expect(new Set(raced.map((record) => record.files[0]?.sha256)).size).toBe(1);
});

test('a record whose files are gone is replaced', async () => {
  const given = await built({ a: 'old' });
  await store.publish(given);
  const [file] = given.record.files as [(typeof given.record.files)[0]];
  await bucket.remove([`lab/${print()}/${file.sha256}/${file.name}`]);
  const record = await store.publish(await built({ a: 'new' }));
  expect(await store.find(print())).toEqual(record);
  expect(await readFile(path.join(await store.local(record), 'a'), 'utf8')).toBe('new');
});

test('a copy of bytes that are not the record’s is refused', async () => {
  const { record } = await built({ a: 'true' });
  const [file] = record.files as [(typeof record.files)[0]];
  const forged = path.join(await passingFolder('forged'));
  await writeFile(forged, 'liar');
  await bucket.putFile({ key: `lab/${print()}/${file.sha256}/a`, file: forged, signal });
  await rm(forged);
  await expect(store.local(record)).rejects.toThrow('checksum');
  expect(await readdir(workFolder())).not.toContainEqual(expect.stringContaining('copy.'));
});

test('copies that nobody used go; others stay', async () => {
  const record = await store.publish(await built({ a: 'copied' }));
  await store.tidy({ unusedSince: new Date(Date.now() - 60_000) });
  expect(await readdir(copyFolder(record))).toContain('a');
  await store.tidy({ unusedSince: new Date(Date.now() + 60_000) });
  expect(await readdir(dataPath('copies'))).toEqual([]);
  expect(await store.find(print())).toEqual(record);
});

test('old uploads of dead workers go; others stay', async () => {
  const { bucket: Bucket, endpoint, region, accessKeyId, secretAccessKey } = address();
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const keysOf = async () => {
    const all = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    return (all.Uploads ?? []).map(({ Key }) => Key);
  };
  for (const Key of ['lab/dead', 'elsewhere/dead']) {
    await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  }
  // moto gives all of them a beginning of years ago.
  await bucket.forgetUploads({ prefix: 'lab/', before: new Date(0) });
  expect((await keysOf()).sort()).toEqual(['elsewhere/dead', 'lab/dead']);
  await store.tidy({ unusedSince: new Date(0) });
  expect(await keysOf()).toEqual(['elsewhere/dead']);
  client.destroy();
});

test('a store that does not answer is named, and says nothing about the artifact', async () => {
  const away = new BucketStore({ ...address(), endpoint: 'http://127.0.0.1:9' });
  await expect(away.find(print())).rejects.toThrow(/^s3:\/\/artifacts\/lab\/: .*ECONNREFUSED/);
  const wrong = new BucketStore({ ...address(), bucket: 'no-such-bucket' });
  await expect(wrong.find(print())).rejects.toThrow(/no-such-bucket.*exist/);
  await expect(wrong.publish(await built({ a: '1' }))).rejects.toThrow(/no-such-bucket.*exist/);
  away.close();
  wrong.close();
});
