/** An image that a person sends: written as it comes, never held in memory. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Actor } from '@/lib/auth/actor';
import { AppError, invalid, reasonOf } from '@/lib/core/errors';
import { demandSpace, freeSpace, noSpace } from './disk-space';
import { formatOf, refusalOf } from './format';
import { addUploadedImage, demandFreeName } from './mutations';
import type { ImageSummary } from './schema';
import { lookInto, uploadPaths } from './store';

/** How often, in bytes, the room on the disk is looked at again. */
const lookEvery = 64 * 1024 * 1024;

/**
 * Takes an upload and asks for its import. `length` is what the client has
 * announced. Throws ERR_IMAGE_NAME_TAKEN, ERR_NO_SPACE, ERR_UPLOAD_CUT_OFF,
 * ERR_CHECKSUM_MISMATCH with both sums, ERR_IMAGE_FORMAT; nothing is kept then.
 */
export async function uploadImage(given: {
  actor: Actor;
  name: string;
  sha256?: string;
  length: number | null;
  body: ReadableStream<Uint8Array> | null;
}): Promise<ImageSummary> {
  const { actor, name, length } = given;
  await demandFreeName({ actor, name });
  if (!given.body) throw invalid('body', 'The body is empty; send the bytes of the image.');
  if (length !== null) await demandSpace(length);
  const paths = uploadPaths(randomUUID());
  await mkdir(path.dirname(paths.coming), { recursive: true });
  try {
    const { size, sha256 } = await receive({ body: given.body, file: paths.coming, length });
    demandChecksum({ expected: given.sha256, sha256 });
    const { head } = await lookInto(paths.coming);
    const refusal = refusalOf(head);
    if (refusal) throw unsupported(refusal);
    await rename(paths.coming, paths.whole);
    const file = path.join('uploads', path.basename(paths.whole));
    const source = { kind: 'upload' as const, file, size, sha256 };
    return await addUploadedImage({ actor, name, format: formatOf(head), source });
  } catch (error) {
    await rm(paths.coming, { force: true });
    await rm(paths.whole, { force: true });
    throw error;
  }
}

async function receive(given: {
  body: ReadableStream<Uint8Array>;
  file: string;
  length: number | null;
}): Promise<{ size: number; sha256: string }> {
  const { body, file, length } = given;
  const hash = createHash('sha256');
  const handle = await open(file, 'wx');
  let size = 0;
  let room = await freeSpace();
  let looked = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size - looked > lookEvery) {
        looked = size;
        room = size + (await freeSpace());
      }
      if (size > room) throw noSpace({ needed: Math.max(size, length ?? 0), free: room });
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    await handle.sync();
  } catch (error) {
    if (error instanceof AppError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') {
      throw noSpace({ needed: length ?? size, free: 0 });
    }
    throw cutOff(`The upload broke off after ${size} bytes: ${reasonOf(error)}`);
  } finally {
    await handle.close();
  }
  if (length !== null && size !== length) {
    throw cutOff(`The upload ended after ${size} of ${length} bytes. Send it again.`);
  }
  return { size, sha256: hash.digest('hex') };
}

async function writeAll(
  handle: Awaited<ReturnType<typeof open>>,
  chunk: Uint8Array,
): Promise<void> {
  for (let at = 0; at < chunk.byteLength; ) {
    const { bytesWritten } = await handle.write(chunk, at);
    at += bytesWritten;
  }
}

function demandChecksum(given: { expected?: string; sha256: string }): void {
  const { expected, sha256 } = given;
  if (expected === undefined || expected === sha256) return;
  throw new AppError({
    class: 'invalid',
    code: 'ERR_CHECKSUM_MISMATCH',
    message: `The checksum is wrong. Expected ${expected}, and what came has ${sha256}. Nothing was kept.`,
    field: 'sha256',
  });
}

function cutOff(message: string): AppError {
  return new AppError({ class: 'invalid', code: 'ERR_UPLOAD_CUT_OFF', message, field: 'file' });
}

function unsupported(message: string): AppError {
  return new AppError({ class: 'unsupported', code: 'ERR_IMAGE_FORMAT', message, field: 'file' });
}
