/** What is inside a packed image: read to its end, so that a broken one is found now and not on a host. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { reasonOf } from '@/lib/core/errors';
import { runFilter } from '@/lib/core/exec-stream';
import { headSize } from './format';

export interface RawFacts {
  size: number;
  sha256: string;
  /** First bytes. */
  head: Buffer;
}

/**
 * Unpacks a gzip or zstd file into nothing and gives what came out. Throws an
 * Error that says that the file is damaged or cut off. `onProgress` gets the
 * bytes of the packed file that were read (zstd: of the content).
 */
export async function unpack(given: {
  file: string;
  format: 'gzip' | 'zstd';
  signal: AbortSignal;
  env?: Record<string, string>;
  onProgress: (bytes: number) => void;
}): Promise<RawFacts> {
  const { file, format, signal } = given;
  try {
    if (format === 'gzip') return await gunzip(given);
    // Its own program: it takes frames one after the other, and windows up to 128 MiB.
    return await runFilter({
      program: 'zstd',
      args: ['-dcq', '--', file],
      signal,
      env: given.env,
      output: (stdout) => factsOf({ stream: stdout, onProgress: given.onProgress }),
    });
  } catch (error) {
    signal.throwIfAborted();
    if (/is not installed/.test(reasonOf(error))) {
      throw new Error('zstd is not installed on the worker. Install with: apt-get install zstd');
    }
    throw new Error(`The ${format} file is damaged or cut off (${reasonOf(error)}).`);
  }
}

async function gunzip(given: {
  file: string;
  signal: AbortSignal;
  onProgress: (bytes: number) => void;
}): Promise<RawFacts> {
  const source = createReadStream(given.file, { highWaterMark: 1 << 20 });
  let facts: RawFacts | undefined;
  await pipeline(
    source,
    createGunzip({ chunkSize: 1 << 20 }),
    async (stream: AsyncIterable<Buffer>) => {
      const onProgress = () => given.onProgress(source.bytesRead);
      facts = await factsOf({ stream, onProgress });
    },
    { signal: given.signal },
  );
  if (!facts) throw new Error('nothing came out');
  return facts;
}

/** Size, checksum and beginning of a stream. */
export async function factsOf(given: {
  stream: Readable | AsyncIterable<Buffer>;
  onProgress: (bytes: number) => void;
}): Promise<RawFacts> {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  for await (const chunk of given.stream as AsyncIterable<Buffer>) {
    if (head.length < headSize) {
      head = Buffer.concat([head, chunk.subarray(0, headSize - head.length)]);
    }
    hash.update(chunk);
    size += chunk.length;
    given.onProgress(size);
  }
  return { size, sha256: hash.digest('hex'), head };
}
