/** Sends a file, or a part of it, with what firmware and downloaders need: length, range, ETag. */
import { readSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import type { FileAnswer } from './exchange';
import { askedPart } from './range';

/**
 * Bytes read and written at once. Two such buffers a download: one is read while the other leaves.
 * A quarter of a MiB stays in the processor's cache: 1 MiB took a third more of its time.
 */
const chunk = 256 * 1024;
/** A chunk that took longer came from the disk, and not from memory. Milliseconds. */
const slowRead = 4;
/** Chunks that are then read beside the other work, before memory is tried again. */
const coldChunks = 16;

/** Answers with the file. Resolves when it is sent, or the machine has gone. */
export async function sendFile(given: {
  answer: FileAnswer;
  request: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { answer, request, response } = given;
  const { file } = answer;
  const etag = `"${file.sha256}"`;
  const part = askedPart({
    size: file.size,
    etag,
    range: request.headers.range,
    ifRange: headerOf(request, 'if-range'),
    ifNoneMatch: request.headers['if-none-match'],
  });
  const common = { ETag: etag, 'Accept-Ranges': 'bytes' };
  if (part.status === 304) {
    response.writeHead(304, common).end();
    return;
  }
  if (part.status === 416) {
    const headers = { ...common, 'Content-Range': `bytes */${file.size}`, 'Content-Length': '0' };
    response.writeHead(416, headers).end();
    return;
  }
  const handle = await openWhole({ file, response });
  if (!handle) return;
  const { start, end } = part;
  response.writeHead(part.status, {
    ...common,
    'Content-Type': file.type,
    ...file.headers,
    'Content-Length': String(end - start),
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache',
    ...(part.status === 206 && { 'Content-Range': `bytes ${start}-${end - 1}/${file.size}` }),
  });
  const begun = performance.now();
  let sent = 0;
  try {
    if (request.method === 'HEAD') response.end();
    else sent = await pump({ handle, start, end, response, onSent: answer.onSent });
  } finally {
    await handle.close();
  }
  if (request.method === 'HEAD') return;
  const milliseconds = Math.round(performance.now() - begun);
  answer.onEnd?.({ bytes: sent, milliseconds, whole: sent === file.size });
}

/** Opens the file and compares its size with the record: half a file must not look like a whole one. */
async function openWhole(given: {
  file: FileAnswer['file'];
  response: ServerResponse;
}): Promise<FileHandle | null> {
  const { file, response } = given;
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    const { size } = await handle.stat();
    if (size === file.size) return handle;
    throw new Error(`it has ${size} bytes instead of ${file.size}`);
  } catch (error) {
    await handle?.close();
    logger('lane').error({ file: file.path, reason: reasonOf(error) }, 'a file cannot be served');
    const body =
      'The file is recorded, but it is not on the disk as recorded. Build or import it again.\n';
    response
      .writeHead(410, {
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Length': String(Buffer.byteLength(body)),
      })
      .end(body);
    return null;
  }
}

/**
 * Reads a file chunk by chunk. What is in memory is read at once: the way
 * over Node's threads takes longer than the copy. What comes from the disk
 * takes that way, so that machines get their answers meanwhile.
 */
class ChunkReader {
  readonly #handle: FileHandle;
  #cold = 1;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Fills the buffer from `position`; gives the bytes read, 0 at the end. */
  async read(buffer: Buffer, position: number): Promise<number> {
    if (this.#cold > 0) {
      this.#cold -= 1;
      return (await this.#handle.read(buffer, 0, buffer.length, position)).bytesRead;
    }
    const begun = performance.now();
    const bytesRead = readSync(this.#handle.fd, buffer, 0, buffer.length, position);
    if (performance.now() - begun > slowRead) this.#cold = coldChunks;
    return bytesRead;
  }
}

/**
 * Reads and writes with two buffers of its own, used over and over: a stream
 * would take a new one for every chunk. Gives the bytes that left.
 */
async function pump(given: {
  handle: FileHandle;
  start: number;
  end: number;
  response: ServerResponse;
  onSent: ((bytes: number) => void) | undefined;
}): Promise<number> {
  const { handle, start, end, response, onSent } = given;
  const size = Math.min(chunk, end - start);
  const buffers = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)] as const;
  const reader = new ChunkReader(handle);
  let sent = 0;
  let turn = 0;
  let leaving: Promise<boolean> = Promise.resolve(true);
  for (let at = start; at < end; ) {
    const buffer = buffers[turn % 2 === 0 ? 0 : 1];
    turn += 1;
    const bytesRead = await reader.read(buffer.subarray(0, Math.min(size, end - at)), at);
    if (bytesRead === 0) {
      // It shrank under us. Cut off, so that nobody takes what is there for the whole.
      response.destroy();
      return sent;
    }
    if (!(await leaving)) return sent;
    at += bytesRead;
    leaving = write({ response, bytes: buffer.subarray(0, bytesRead) }).then((left) => {
      if (left) {
        sent += bytesRead;
        onSent?.(bytesRead);
      }
      return left;
    });
  }
  if (await leaving) response.end();
  return sent;
}

/** Resolves when the bytes have left and their buffer is free; false when the machine has gone. */
function write(given: { response: ServerResponse; bytes: Buffer }): Promise<boolean> {
  const { response, bytes } = given;
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve(false);
      return;
    }
    const onClose = () => resolve(false);
    response.once('close', onClose);
    response.write(bytes, (error) => {
      response.off('close', onClose);
      resolve(!error);
    });
  });
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
