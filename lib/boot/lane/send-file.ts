/** Sends a file, or a part of it, with what firmware and downloaders need: length, range, ETag. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileAnswer } from './exchange';
import { openSource, type Refusal } from './file-source';
import { askedPart } from './range';

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
  const { start, end } = part;
  const source = await openSource({
    file,
    start,
    end,
    bodyless: request.method === 'HEAD',
    response,
  });
  if ('refusal' in source) {
    refuse({ response, ...source });
    return;
  }
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
    else sent = await source.send(answer.onSent);
  } finally {
    await source.close();
  }
  if (request.method === 'HEAD') return;
  const milliseconds = Math.round(performance.now() - begun);
  answer.onEnd?.({ bytes: sent, milliseconds, whole: sent === file.size });
}

function refuse(given: { response: ServerResponse; refusal: Refusal }): void {
  const { status, message } = given.refusal;
  const body = `${message}\n`;
  given.response
    .writeHead(status, {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      ...(status === 503 && { 'Retry-After': '5' }),
    })
    .end(body);
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
