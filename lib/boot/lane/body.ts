/** The body of a machine's request: bounded in size and time, strictly UTF-8. */
import type { IncomingMessage } from 'node:http';
import { AppError } from '@/lib/core/errors';

/** Milliseconds for a whole body: 256 KB arrive in that over the slowest of links. */
const timeLimit = 30_000;

/** Reads the body. Throws an AppError with what is wrong with it. */
export async function readBody(given: {
  request: IncomingMessage;
  limit: number;
}): Promise<string> {
  const chunks: Buffer[] = [];
  await readChunks({ ...given, onChunk: (chunk) => chunks.push(chunk) });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refused('ERR_INVALID_ENCODING', 'The body is not UTF-8.');
  }
}

/** A log may be this long, in bytes; of a longer one nothing is taken. */
const logLimit = 16 * 1024 * 1024;

/**
 * The last `limit` bytes of the body as text: a log whose end matters. What
 * is not UTF-8 becomes U+FFFD, for a log is shown, and decides nothing.
 */
export async function readTail(given: {
  request: IncomingMessage;
  limit: number;
}): Promise<string> {
  const { request, limit } = given;
  let tail: Buffer[] = [];
  let size = 0;
  const onChunk = (chunk: Buffer) => {
    tail.push(chunk);
    size += chunk.length;
    if (size < 4 * limit) return;
    tail = [Buffer.concat(tail).subarray(-limit)];
    size = limit;
  };
  await readChunks({ request, limit: logLimit, onChunk });
  return new TextDecoder().decode(Buffer.concat(tail).subarray(-limit));
}

function readChunks(given: {
  request: IncomingMessage;
  limit: number;
  onChunk: (chunk: Buffer) => void;
}): Promise<void> {
  const { request, limit, onChunk } = given;
  return new Promise((resolve, reject) => {
    let size = 0;
    const end = (settle: () => void) => {
      clearTimeout(timer);
      request.off('data', onData);
      settle();
    };
    const fail = (error: AppError) => end(() => reject(error));
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        // What still comes is read and forgotten, so that the answer gets through.
        fail(tooLarge(limit));
        request.resume();
      } else onChunk(chunk);
    };
    const timer = setTimeout(() => fail(tooSlow()), timeLimit);
    if (Number(request.headers['content-length'] ?? 0) > limit) {
      fail(tooLarge(limit));
      request.resume();
      return;
    }
    request.on('data', onData);
    request.once('error', () => fail(brokenOff()));
    request.once('aborted', () => fail(brokenOff()));
    request.once('end', () => end(resolve));
  });
}

function tooLarge(limit: number): AppError {
  return new AppError({
    class: 'tooLarge',
    code: 'ERR_BODY_TOO_LARGE',
    message: `The body is larger than ${limit} bytes.`,
  });
}

function tooSlow(): AppError {
  return refused('ERR_BODY_TOO_SLOW', `The body did not arrive within ${timeLimit / 1000} s.`);
}

function brokenOff(): AppError {
  return refused('ERR_BODY_BROKEN_OFF', 'The connection ended within the body.');
}

function refused(code: string, message: string): AppError {
  return new AppError({ class: 'invalid', code, message });
}
