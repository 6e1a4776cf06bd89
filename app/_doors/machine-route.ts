/**
 * The door of machines, for when the lane is not in front (`next dev` alone,
 * a test): the same answers as server.ts gives, through Next. No session; an
 * install's token opens what is private.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { answerMachine } from '@/lib/boot/lane/answer';
import type { FileAnswer, MachineRequest, ServedFile } from '@/lib/boot/lane/exchange';
import { askedPart } from '@/lib/boot/lane/range';
import { rosterFollower } from '@/lib/boot/roster/follow';
import { NoSuchFile } from '@/lib/builds/store/store';
import { AppError, notFound } from '@/lib/core/errors';
import { problem } from './problem';

/** Answers a machine's request as the lane would. */
export async function machineRoute(request: Request): Promise<Response> {
  try {
    await rosterFollower().start();
    // Whoever comes here may have just written what is asked for.
    await rosterFollower().barrier();
    const answer = await answerMachine(machineRequest(request));
    if (!answer) throw notFound('This URL', 'ERR_NOT_FOUND');
    if (answer.kind === 'file') return await fileResponse(answer, request);
    const body = request.method === 'HEAD' || answer.status === 304 ? null : answer.body;
    return new Response(body, {
      status: answer.status,
      headers: answer.headers,
    });
  } catch (error) {
    return problem(error, request);
  }
}

function machineRequest(request: Request): MachineRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    search: url.search,
    header: (name) => request.headers.get(name) ?? undefined,
    address: null,
    body: (limit) => boundedBody(request, limit),
    tail: async (limit) => {
      const bytes = new Uint8Array(await request.arrayBuffer());
      return new TextDecoder().decode(bytes.subarray(-limit));
    },
  };
}

async function boundedBody(request: Request, limit: number): Promise<string> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength <= limit) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  throw new AppError({
    class: 'tooLarge',
    code: 'ERR_BODY_TOO_LARGE',
    message: `The body is larger than ${limit} bytes.`,
  });
}

/** A file, or the asked part of it, as the lane would send it. */
export async function fileResponse(answer: FileAnswer, request: Request): Promise<Response> {
  const { file } = answer;
  const etag = `"${file.sha256}"`;
  const header = (name: string) => request.headers.get(name) ?? undefined;
  const part = askedPart({
    size: file.size,
    etag,
    range: header('range'),
    ifRange: header('if-range'),
    ifNoneMatch: header('if-none-match'),
  });
  const common = { etag, 'accept-ranges': 'bytes' };
  if (part.status === 304) return new Response(null, { status: 304, headers: common });
  if (part.status === 416) {
    const headers = { ...common, 'content-range': `bytes */${file.size}` };
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = part;
  const headers = new Headers({
    ...common,
    'content-type': file.type,
    ...file.headers,
    'content-length': String(end - start),
  });
  if (part.status === 206) {
    headers.set('content-range', `bytes ${start}-${end - 1}/${file.size}`);
  }
  if (request.method === 'HEAD' || end === start) {
    return new Response(null, { status: part.status, headers });
  }
  const stream = await bytesOf({ file, start, end, signal: request.signal });
  stream.on('data', (chunk) => answer.onSent?.(chunk.length));
  return new Response(Readable.toWeb(stream) as ReadableStream, { status: part.status, headers });
}

async function bytesOf(given: {
  file: ServedFile;
  start: number;
  /** Exclusive. */
  end: number;
  signal: AbortSignal;
}): Promise<Readable> {
  const { file, start, end, signal } = given;
  const { elsewhere } = file;
  if (!elsewhere) return createReadStream(file.path, { start, end: end - 1 });
  try {
    return await elsewhere.read({ start, end, signal });
  } catch (error) {
    if (!(error instanceof NoSuchFile)) throw error;
    throw new AppError({
      class: 'gone',
      code: 'ERR_FILE_GONE',
      message: 'The file is recorded, but it is not on the disk as recorded. Build it again.',
    });
  }
}
