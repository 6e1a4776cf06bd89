/** Sends a part of a file of this machine's disk. */
import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';

/**
 * Bytes read and written at once. Two such buffers a download: one is read while the other leaves.
 * A quarter of a MiB stays in the processor's cache: 1 MiB took a third more of its time.
 */
const chunk = 256 * 1024;
/** A chunk that took longer came from the disk, and not from memory. Milliseconds. */
const slowRead = 4;
/** Chunks that are then read beside the other work, before memory is tried again. */
const coldChunks = 16;

export type OnSent = ((bytes: number) => void) | undefined;

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
export async function pump(given: {
  handle: FileHandle;
  start: number;
  end: number;
  response: ServerResponse;
  onSent: OnSent;
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
export function write(given: { response: ServerResponse; bytes: Buffer }): Promise<boolean> {
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
