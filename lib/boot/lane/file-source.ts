/**
 * Where a served file's bytes come from: this machine's disk, or, where that
 * has no copy (yet), the artifact store.
 */
import { type FileHandle, open } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { NoSuchFile } from '@/lib/builds/store/store';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import type { Elsewhere, ServedFile } from './exchange';
import { type OnSent, pump, write } from './pump';

export interface FileSource {
  /** Writes the asked part and ends the answer; gives the bytes that left. */
  send(onSent: OnSent): Promise<number>;
  close(): Promise<void>;
}

export interface Refusal {
  status: 410 | 503;
  message: string;
}

/** The file at the asked part, `end` exclusive, or why it cannot be served. Before any header is sent. */
export async function openSource(given: {
  file: ServedFile;
  start: number;
  end: number;
  /** Only the headers are asked for. */
  bodyless: boolean;
  response: ServerResponse;
}): Promise<FileSource | { refusal: Refusal }> {
  const { file, start, end, response } = given;
  const handle = await openWhole(file);
  if (!(handle instanceof Error)) {
    return {
      send: (onSent) => pump({ handle, start, end, response, onSent }),
      close: () => handle.close(),
    };
  }
  const { elsewhere } = file;
  if (!elsewhere) return gone(file, handle);
  elsewhere.bring();
  const { bodyless } = given;
  return openElsewhere({ file, elsewhere, start, end: bodyless ? start : end, response });
}

/** Opens the file and compares its size with the record: half a file must not look like a whole one. */
async function openWhole(file: ServedFile): Promise<FileHandle | Error> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    const { size } = await handle.stat();
    if (size === file.size) return handle;
    throw new Error(`it has ${size} bytes instead of ${file.size}`);
  } catch (error) {
    await handle?.close();
    return error instanceof Error ? error : new Error(String(error));
  }
}

async function openElsewhere(given: {
  file: ServedFile;
  elsewhere: Elsewhere;
  start: number;
  end: number;
  response: ServerResponse;
}): Promise<FileSource | { refusal: Refusal }> {
  const { file, elsewhere, start, end, response } = given;
  const over = new AbortController();
  const stop = () => over.abort();
  response.once('close', stop);
  try {
    const bytes = await elsewhere.read({ start, end, signal: over.signal });
    return {
      send: (onSent) => passOn({ bytes, length: end - start, response, onSent }),
      close: async () => {
        response.off('close', stop);
        bytes.destroy();
      },
    };
  } catch (error) {
    response.off('close', stop);
    if (error instanceof NoSuchFile) return gone(file, error);
    const reason = reasonOf(error);
    logger('lane').error({ file: file.path, reason }, 'the artifact store does not answer');
    return {
      refusal: {
        status: 503,
        message: 'The artifact store does not answer. Ask again in some seconds.',
      },
    };
  }
}

function gone(file: ServedFile, error: Error): { refusal: Refusal } {
  logger('lane').error({ file: file.path, reason: error.message }, 'a file cannot be served');
  const message =
    'The file is recorded, but it is not on the disk as recorded. Build or import it again.';
  return { refusal: { status: 410, message } };
}

/** Passes a stream on. One that breaks cuts the answer off, so that nobody takes what came for the whole. */
async function passOn(given: {
  bytes: Readable;
  length: number;
  response: ServerResponse;
  onSent: OnSent;
}): Promise<number> {
  const { bytes, length, response, onSent } = given;
  let sent = 0;
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (!(await write({ response, bytes: chunk }))) return sent;
      sent += chunk.length;
      onSent?.(chunk.length);
    }
    if (sent !== length) throw new Error(`it sent ${sent} bytes instead of ${length}`);
  } catch (error) {
    if (!response.destroyed) {
      logger('lane').error({ reason: reasonOf(error) }, 'the artifact store broke off');
    }
    response.destroy();
    return sent;
  }
  response.end();
  return sent;
}
