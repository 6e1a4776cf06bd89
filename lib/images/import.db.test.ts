import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyDatabase } from '@/e2e/fixtures/database';
import { type Actor, systemActor } from '@/lib/auth/actor';
import { artifactFolder } from '@/lib/builds/artifact-store';
import { closeDatabase, databaseUrl, db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { closeJobs } from '@/lib/jobs/boss';
import { JobEnd } from '@/lib/jobs/job-end';
import { readImage } from './data';
import { importImage } from './import';
import { createImage, deleteImage, retryImage } from './mutations';
import { importFolder } from './store';
import { uploadImage } from './upload';

/** A disk of 1 MiB with a boot signature and something in it. */
const disk = Buffer.alloc(1 << 20);
disk.write('hello', 4096);
disk.writeUInt16LE(0xaa55, 510);
const gz = gzipSync(disk);

let actor: Actor;
let other: Actor;
let served: Buffer = disk;
let base = '';
const server = http.createServer((_request, response) => response.end(served));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(async () => {
  await emptyDatabase(databaseUrl());
  for (const folder of ['uploads', 'images']) {
    await rm(dataPath(folder), { recursive: true, force: true });
    await mkdir(dataPath(folder));
  }
  actor = await member('one');
  other = await member('two');
});

afterAll(async () => {
  server.close();
  await closeJobs();
  await closeDatabase();
});

async function member(name: string): Promise<Actor> {
  const team = await db().team.create({ data: { name } });
  const role = { role: 'operator' as const, owner: false };
  return { ...systemActor, kind: 'user', name, teamId: team.id, teamName: name, ...role };
}

function sent(content: Buffer, given: { name?: string; sha256?: string; length?: number } = {}) {
  return uploadImage({
    actor,
    name: given.name ?? 'disk',
    sha256: given.sha256,
    length: given.length ?? content.length,
    body: new Blob([new Uint8Array(content)]).stream(),
  });
}

async function imported(id: string) {
  await importImage({ imageId: id, signal: new AbortController().signal });
  return readImage({ actor, id });
}

async function byUrl(given: { content: Buffer; sum?: string; name?: string }) {
  served = given.content;
  const sum = given.sum ?? sha256(given.content);
  const input = { name: given.name ?? 'fetched', url: `${base}/x`, sha256: sum };
  return imported((await createImage({ actor, input })).id);
}

const uploads = () => readdir(dataPath('uploads'));

describe('an upload', () => {
  it('becomes an image, byte for byte', async () => {
    const { id, state } = await sent(disk, { sha256: sha256(disk) });
    expect(state).toBe('waiting');
    const image = await imported(id);
    expect(image).toMatchObject({
      state: 'ready',
      reason: null,
      format: 'raw',
      served: 'raw',
      size: disk.length,
      sha256: sha256(disk),
      rawSize: disk.length,
      rawSha256: sha256(disk),
    });
    expect(await readFile(dataPath('images', sha256(disk)))).toEqual(disk);
    expect(await uploads()).toEqual([]);
  });

  it('with a wrong checksum is refused with both, and nothing is kept', async () => {
    const wrong = 'f'.repeat(64);
    await expect(sent(disk, { sha256: wrong })).rejects.toMatchObject({
      code: 'ERR_CHECKSUM_MISMATCH',
      message: expect.stringMatching(new RegExp(`${wrong}.*${sha256(disk)}`)),
      fields: [{ field: 'sha256' }],
    });
    expect(await uploads()).toEqual([]);
    expect(await db().image.count()).toBe(0);
  });

  it('that ends early, breaks off, or has no room is refused, and nothing is kept', async () => {
    await expect(sent(disk, { length: disk.length + 1 })).rejects.toMatchObject({
      code: 'ERR_UPLOAD_CUT_OFF',
    });
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
        controller.error(new Error('gone'));
      },
    });
    const upload = { actor, name: 'broken', length: null, body: broken };
    await expect(uploadImage(upload)).rejects.toMatchObject({ code: 'ERR_UPLOAD_CUT_OFF' });
    await expect(sent(disk, { length: 2 ** 60 })).rejects.toMatchObject({
      code: 'ERR_NO_SPACE',
      status: 413,
    });
    expect(await uploads()).toEqual([]);
  });

  it('of something else is refused with the way out', async () => {
    const xz = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00, 1, 2]);
    await expect(sent(xz)).rejects.toMatchObject({
      code: 'ERR_IMAGE_FORMAT',
      message: expect.stringContaining('xz -dc FILE | zstd'),
    });
  });

  it('under a name that is taken is refused; another team may have it', async () => {
    await sent(disk);
    await expect(sent(disk)).rejects.toMatchObject({
      code: 'ERR_IMAGE_NAME_TAKEN',
      fields: [{ field: 'name' }],
    });
    const input = { name: 'disk', url: base, sha256: sha256(disk) };
    await expect(createImage({ actor: other, input })).resolves.toMatchObject({ name: 'disk' });
  });
});

describe('what is packed', () => {
  it('by gzip is served so, and its content is known', async () => {
    const { id } = await sent(gz);
    expect(await imported(id)).toMatchObject({
      state: 'ready',
      format: 'gzip',
      served: 'gzip',
      sha256: sha256(gz),
      rawSize: disk.length,
      rawSha256: sha256(disk),
    });
  });

  it('by zstd, in two frames, is read whole', async () => {
    const half = disk.length / 2;
    const parts = [disk.subarray(0, half), disk.subarray(half)];
    const packed = Buffer.concat(
      parts.map((input) => execFileSync('zstd', ['-qc'], { input, maxBuffer: 1 << 24 })),
    );
    const { id } = await sent(packed);
    expect(await imported(id)).toMatchObject({
      state: 'ready',
      served: 'zstd',
      rawSize: disk.length,
      rawSha256: sha256(disk),
    });
  });

  it.each([
    ['gzip', () => gz.subarray(0, gz.length - 5)],
    [
      'zstd',
      () => execFileSync('zstd', ['-qc'], { input: disk, maxBuffer: 1 << 24 }).subarray(0, -5),
    ],
  ])('by %s and cut off fails, and nothing is kept', async (format, cut) => {
    const content = cut();
    const { id } = await sent(content);
    const image = await imported(id);
    expect(image).toMatchObject({ state: 'failed', size: null });
    expect(image.reason).toContain(`The ${format} file is damaged or cut off`);
    expect(existsSync(dataPath('images', sha256(content)))).toBe(false);
    expect(await uploads()).toEqual([]);
  });

  it('and holds an archive is refused', async () => {
    const tar = Buffer.alloc(10_240);
    tar.write('ustar', 257);
    const { id } = await sent(gzipSync(tar));
    expect((await imported(id)).reason).toContain('tar archive');
  });

  it('and holds no partition table is taken, with a word about it', async () => {
    const { id } = await sent(gzipSync(Buffer.alloc(4096)));
    const image = await imported(id);
    expect(image.state).toBe('ready');
    expect(image.reason).toContain('partition table');
  });
});

describe('qcow2', () => {
  async function qcow2(...extra: string[]): Promise<string> {
    const folder = dataPath('qcow2');
    await mkdir(folder, { recursive: true });
    const raw = path.join(folder, 'disk.raw');
    const file = path.join(folder, 'disk.qcow2');
    await writeFile(raw, disk);
    if (extra.length > 0) execFileSync('qemu-img', ['create', '-q', ...extra, file]);
    else execFileSync('qemu-img', ['convert', '-c', '-O', 'qcow2', raw, file]);
    return file;
  }

  it('is converted to what the agent can stream', async () => {
    const { id } = await sent(await readFile(await qcow2()));
    const image = await imported(id);
    expect(image).toMatchObject({
      state: 'ready',
      format: 'qcow2',
      served: 'zstd',
      rawSize: disk.length,
      rawSha256: sha256(disk),
    });
    const file = dataPath('images', image.sha256 ?? '');
    const packed = await readFile(file);
    expect([packed.length, sha256(packed)]).toEqual([image.size, image.sha256]);
    expect(execFileSync('zstd', ['-dc', file], { maxBuffer: 1 << 24 })).toEqual(disk);
    expect(await uploads()).toEqual([]);
  });

  it('over another file is refused: it could be any file of this machine', async () => {
    const layer = await qcow2('-f', 'qcow2', '-F', 'raw', '-b', '/etc/passwd');
    const { id } = await sent(await readFile(layer));
    const image = await imported(id);
    expect(image.state).toBe('failed');
    expect(image.reason).toContain('only a layer over another file');
  });

  it('that is broken fails with what qemu-img says', async () => {
    const whole = await readFile(await qcow2());
    const { id } = await sent(whole.subarray(0, 50));
    const image = await imported(id);
    expect(image.state).toBe('failed');
    expect(image.reason).toContain('qemu-img');
  });
});

describe('by URL', () => {
  it('is fetched and compared', async () => {
    expect(await byUrl({ content: gz })).toMatchObject({ state: 'ready', served: 'gzip' });
  });

  it('with a wrong checksum fails with both, keeps nothing, and can be tried again', async () => {
    const wrong = '0'.repeat(64);
    const image = await byUrl({ content: disk.subarray(0, 1000), sum: wrong });
    expect(image.state).toBe('failed');
    expect(image.reason).toContain(wrong);
    expect(image.reason).toContain(sha256(disk.subarray(0, 1000)));
    expect(await uploads()).toEqual([]);

    await db().image.update({
      where: { id: image.id },
      data: { source: { kind: 'url', url: base, sha256: sha256(disk) } },
    });
    served = disk;
    await retryImage({ actor, id: image.id });
    expect(await imported(image.id)).toMatchObject({ state: 'ready' });
  });

  it('goes back to the queue when its worker stops', async () => {
    served = disk;
    const input = { name: 'x', url: base, sha256: sha256(disk) };
    const { id } = await createImage({ actor, input });
    const stop = new AbortController();
    stop.abort(new JobEnd('stopping'));
    await expect(importImage({ imageId: id, signal: stop.signal })).rejects.toThrow('stopped');
    expect(await readImage({ actor, id })).toMatchObject({ state: 'waiting' });
    expect(await imported(id)).toMatchObject({ state: 'ready' });
  });
});

describe('an import whose worker died', () => {
  async function dead(attempts: number): Promise<string> {
    const { id } = await sent(disk);
    await db().image.update({ where: { id }, data: { state: 'importing', attempts } });
    await db().$executeRaw`UPDATE "Image" SET "updatedAt" = now() - interval '1 day'`;
    await mkdir(importFolder(id), { recursive: true });
    await writeFile(path.join(importFolder(id), 'half'), 'x');
    return id;
  }

  it('is taken up again, from the upload that is still there', async () => {
    expect(await imported(await dead(1))).toMatchObject({ state: 'ready', size: disk.length });
    expect(await uploads()).toEqual([]);
  });

  it('three times has failed', async () => {
    const image = await imported(await dead(3));
    expect(image.state).toBe('failed');
    expect(image.reason).toContain('Its worker ended in the middle of the import');
  });
});

describe('built here', () => {
  it('waits for its build, then takes what it made', async () => {
    const { id, source } = await createImage({
      actor,
      input: { name: 'Debian', build: { distribution: 'debian', packages: [] } },
    });
    expect(await imported(id)).toMatchObject({ state: 'waiting', reason: 'It is being built.' });

    const packed = execFileSync('zstd', ['-qc'], { input: disk, maxBuffer: 1 << 24 });
    const fingerprint = 'b'.repeat(64);
    const facts = { size: packed.length, sha256: sha256(packed) };
    const raw = { rawSize: disk.length, rawSha256: sha256(disk) };
    await mkdir(artifactFolder(fingerprint), { recursive: true });
    await writeFile(path.join(artifactFolder(fingerprint), 'disk.raw.zst'), packed);
    await writeFile(
      path.join(artifactFolder(fingerprint), 'image.json'),
      JSON.stringify({ format: 'zstd', ...facts, ...raw }),
    );
    await db().artifact.create({
      data: {
        fingerprint,
        kind: 'image',
        spec: {},
        inputs: [],
        files: [{ name: 'disk.raw.zst', ...facts }],
      },
    });
    const buildId = source.kind === 'build' ? source.buildId : '';
    await db().build.update({ where: { id: buildId }, data: { state: 'done', fingerprint } });
    expect(await imported(id)).toMatchObject({ state: 'ready', served: 'zstd', ...facts, ...raw });
  });

  it('fails when its build does', async () => {
    const { id, source } = await createImage({
      actor,
      input: { name: 'Debian', build: { distribution: 'debian', packages: [] } },
    });
    const buildId = source.kind === 'build' ? source.buildId : '';
    await db().build.update({ where: { id: buildId }, data: { state: 'failed' } });
    const image = await imported(id);
    expect(image).toMatchObject({ state: 'failed', reason: 'Its build is failed: see its log.' });
  });
});

describe('deleting', () => {
  it('is refused while a profile has it, and names the profile', async () => {
    const { id } = await sent(disk);
    await imported(id);
    await db().profile.create({ data: { teamId: actor.teamId, name: 'worker', imageId: id } });
    await expect(deleteImage({ actor, id })).rejects.toMatchObject({
      code: 'ERR_IMAGE_IN_USE',
      message: expect.stringContaining('"worker"'),
    });
  });

  it('removes the file when no other image has the same content', async () => {
    const first = await imported((await sent(disk, { name: 'a' })).id);
    const second = await imported((await sent(disk, { name: 'b' })).id);
    await deleteImage({ actor, id: first.id });
    expect(existsSync(dataPath('images', sha256(disk)))).toBe(true);
    await deleteImage({ actor, id: second.id });
    expect(existsSync(dataPath('images', sha256(disk)))).toBe(false);
  });

  it('is not for another team', async () => {
    const { id } = await sent(disk);
    await expect(deleteImage({ actor: other, id })).rejects.toMatchObject({
      code: 'ERR_IMAGE_NOT_FOUND',
    });
  });
});
