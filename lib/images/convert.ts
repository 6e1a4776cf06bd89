/** From qcow2 to what the agent can stream: the raw content, packed with zstd. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { run } from '@/lib/core/exec';
import { runFilter } from '@/lib/core/exec-stream';
import { demandSpace } from './disk-space';
import { headSize } from './format';
import type { RawFacts } from './unpack';

/** Milliseconds. */
const infoLimit = 30_000;
const convertLimit = 3 * 3600_000;

/** The part of `qemu-img info --output=json` that we act on. */
const info = z.object({
  'virtual-size': z.number(),
  'actual-size': z.number().default(0),
  'backing-filename': z.string().optional(),
  encrypted: z.boolean().optional(),
  'format-specific': z
    .object({ data: z.object({ 'data-file': z.string().optional() }).loose().optional() })
    .loose()
    .optional(),
});

interface Conversion {
  file: string;
  /** Folder for what comes between. */
  folder: string;
  signal: AbortSignal;
  env: Record<string, string>;
  /** 0 to 1. */
  onProgress: (fraction: number, step: string) => void;
}

/**
 * Converts and packs. Throws for files that refer to other files: they could
 * name any file of this machine.
 */
export async function convertQcow2(
  given: Conversion,
): Promise<{ file: string; size: number; sha256: string; raw: RawFacts }> {
  const { folder, file, signal, env, onProgress } = given;
  const facts = await inspect(given);
  await demandSpace(facts['actual-size']);
  const raw = path.join(folder, 'raw');
  onProgress(0, 'converting from qcow2');
  await run({
    program: 'qemu-img',
    args: ['convert', '-f', 'qcow2', '-O', 'raw', file, raw],
    timeout: convertLimit,
    signal,
    env,
  });
  const packed = await pack({ ...given, raw, size: facts['virtual-size'] });
  await rm(raw, { force: true });
  return packed;
}

async function inspect({ file, signal, env }: Conversion): Promise<z.infer<typeof info>> {
  const text = await run({
    program: 'qemu-img',
    args: ['info', '-f', 'qcow2', '--output=json', file],
    timeout: infoLimit,
    signal,
    env,
  }).catch((error: Error) => {
    throw /is not installed/.test(error.message)
      ? new Error(
          'qemu-img is not installed on the worker. Install with: apt-get install qemu-utils',
        )
      : error;
  });
  const facts = info.parse(JSON.parse(text));
  if (facts['backing-filename'] || facts['format-specific']?.data?.['data-file']) {
    throw new Error(
      'The qcow2 file is only a layer over another file. Make one that is whole: qemu-img convert -O qcow2 FILE WHOLE.qcow2',
    );
  }
  if (facts.encrypted) throw new Error('The qcow2 file is encrypted. Decrypt it first.');
  return facts;
}

async function pack(
  given: Conversion & { raw: string; size: number },
): Promise<{ file: string; size: number; sha256: string; raw: RawFacts }> {
  const { folder, signal, env, onProgress } = given;
  const target = path.join(folder, 'served.zst');
  const content = counted((bytes) => onProgress(bytes / Math.max(1, given.size), 'packing'));
  const packed = counted();
  await runFilter({
    program: 'zstd',
    args: ['-q', '-3', '-T0', '-c'],
    signal,
    env,
    input: createReadStream(given.raw, { highWaterMark: 1 << 20 }).pipe(content.stream),
    output: (stdout) => pipeline(stdout, packed.stream, createWriteStream(target), { signal }),
  });
  const { size, sha256 } = packed.facts();
  return { file: target, size, sha256, raw: content.facts() };
}

/** A stream that lets everything through and knows what it was. */
function counted(onProgress: (bytes: number) => void = () => {}): {
  stream: Transform;
  facts: () => RawFacts;
} {
  const hash = createHash('sha256');
  let size = 0;
  let head = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head.length < headSize) {
        head = Buffer.concat([head, chunk.subarray(0, headSize - head.length)]);
      }
      hash.update(chunk);
      size += chunk.length;
      onProgress(size);
      done(null, chunk);
    },
  });
  return { stream, facts: () => ({ size, sha256: hash.digest('hex'), head }) };
}
