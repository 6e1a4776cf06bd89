import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  byUrl,
  disk,
  gz,
  imported,
  openImageRoom,
  room,
  sent,
  uploads,
} from '@/e2e/fixtures/image-room';
import { artifactFolder } from '@/lib/builds/artifact-store';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { JobEnd } from '@/lib/jobs/job-end';
import { readImage } from './data';
import { importImage } from './import';
import { createImage, deleteImage, retryImage } from './mutations';
import { importFolder } from './store';

openImageRoom();

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
      data: { source: { kind: 'url', url: room.base, sha256: sha256(disk) } },
    });
    room.served = disk;
    await retryImage({ actor: room.actor, id: image.id });
    expect(await imported(image.id)).toMatchObject({ state: 'ready' });
  });

  it('goes back to the queue when its worker stops', async () => {
    room.served = disk;
    const input = { name: 'x', url: room.base, sha256: sha256(disk) };
    const { id } = await createImage({ actor: room.actor, input });
    const stop = new AbortController();
    stop.abort(new JobEnd('stopping'));
    await expect(importImage({ imageId: id, signal: stop.signal })).rejects.toThrow('stopped');
    expect(await readImage({ actor: room.actor, id })).toMatchObject({ state: 'waiting' });
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
      actor: room.actor,
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
      actor: room.actor,
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
    await db().profile.create({ data: { teamId: room.actor.teamId, name: 'worker', imageId: id } });
    await expect(deleteImage({ actor: room.actor, id })).rejects.toMatchObject({
      code: 'ERR_IMAGE_IN_USE',
      message: expect.stringContaining('"worker"'),
    });
  });

  it('removes the file when no other image has the same content', async () => {
    const first = await imported((await sent(disk, { name: 'a' })).id);
    const second = await imported((await sent(disk, { name: 'b' })).id);
    await deleteImage({ actor: room.actor, id: first.id });
    expect(existsSync(dataPath('images', sha256(disk)))).toBe(true);
    await deleteImage({ actor: room.actor, id: second.id });
    expect(existsSync(dataPath('images', sha256(disk)))).toBe(false);
  });

  it('is not for another team', async () => {
    const { id } = await sent(disk);
    await expect(deleteImage({ actor: room.other, id })).rejects.toMatchObject({
      code: 'ERR_IMAGE_NOT_FOUND',
    });
  });
});
