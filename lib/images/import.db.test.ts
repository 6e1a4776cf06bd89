import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { disk, gz, imported, openImageRoom, room, sent, uploads } from '@/e2e/fixtures/image-room';
import { db } from '@/lib/core/db';
import { dataPath } from '@/lib/core/env';
import { sha256 } from '@/lib/core/secret';
import { createImage } from './mutations';
import { uploadImage } from './upload';

openImageRoom();

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
    const upload = { actor: room.actor, name: 'broken', length: null, body: broken };
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
    const input = { name: 'disk', url: room.base, sha256: sha256(disk) };
    await expect(createImage({ actor: room.other, input })).resolves.toMatchObject({
      name: 'disk',
    });
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
