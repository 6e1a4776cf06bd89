/**
 * Fetching an image: plain http or https, byte for byte, with limits for
 * everything that a bad server can do to us.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { noSpace, readable } from './disk-space';

export interface DownloadLimits {
  /** Bytes that there is room for. */
  room: number;
  /** Largest size that is taken, in bytes. */
  size: number;
  /** Milliseconds until the answer begins, and between two pieces of it. */
  silence: number;
  /** Milliseconds for the whole. */
  total: number;
  redirects: number;
}

interface Download {
  url: string;
  file: string;
  limits: DownloadLimits;
  signal: AbortSignal;
  /** Bytes so far, and in all when the server has said. */
  onProgress: (bytes: number, total: number | null) => void;
}

/** Fetches a URL into a file; gives its SHA-256 (hex) and size. Throws an Error that says what the server did. */
export async function download(given: Download): Promise<{ sha256: string; size: number }> {
  const clock = AbortSignal.timeout(given.limits.total);
  const signal = AbortSignal.any([given.signal, clock]);
  try {
    const response = await answer({ ...given, signal });
    return await receive({ ...given, signal, response });
  } catch (error) {
    given.signal.throwIfAborted();
    if (clock.aborted) {
      throw new Error(
        `The download did not end within ${Math.round(given.limits.total / 60_000)} minutes.`,
      );
    }
    throw error;
  }
}

async function answer(given: Download): Promise<IncomingMessage> {
  let url = checked(given.url);
  for (let hops = 0; hops <= given.limits.redirects; hops += 1) {
    const response = await get({ ...given, url });
    const status = response.statusCode ?? 0;
    if (status === 200) return response;
    const { location } = response.headers;
    response.destroy();
    if (![301, 302, 303, 307, 308].includes(status) || !location) {
      throw new Error(`${url.host} answered ${status} ${response.statusMessage ?? ''}`.trim());
    }
    url = checked(location, url);
  }
  throw new Error(
    `The address leads from one to the next, more than ${given.limits.redirects} times.`,
  );
}

/** A redirect must not lead to a file, or to anything but what was allowed in the first place. */
function checked(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url)
    throw new Error(`The server redirects to "${text.slice(0, 200)}", which is no address.`);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new Error(
    `The server redirects to a ${url.protocol} address; only http and https are followed.`,
  );
}

function get(given: Omit<Download, 'url'> & { url: URL }): Promise<IncomingMessage> {
  const { url, limits, signal } = given;
  const { request: ask } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const request = ask(url, {
      // The checksum is of the file, so nothing may pack it on the way.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'provisioner', accept: '*/*' },
      agent: false,
      signal,
    });
    let response: IncomingMessage | undefined;
    request.setTimeout(limits.silence, () => {
      const seconds = Math.round(limits.silence / 1000);
      const silent = new Error(`${url.host} was silent for ${seconds} s.`);
      response?.destroy(silent);
      request.destroy(silent);
    });
    request.once('response', (begun) => {
      response = begun;
      resolve(begun);
    });
    request.on('error', (error) => reject(described(error, url)));
    request.end();
  });
}

async function receive(
  given: Download & { response: IncomingMessage },
): Promise<{ sha256: string; size: number }> {
  const { response, limits, file, signal } = given;
  const announced = Number(response.headers['content-length'] ?? Number.NaN);
  const total = Number.isFinite(announced) ? announced : null;
  if (total !== null) demand(total, limits);
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      hash.update(chunk);
      given.onProgress(size, total);
      try {
        demand(size, limits);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  try {
    await pipeline(response, count, createWriteStream(file), { signal });
  } catch (error) {
    const cut = !response.complete && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    if (!cut) throw error;
    const expected = total === null ? '' : ` of ${readable(total)}`;
    throw new Error(`The server closed the connection after ${readable(size)}${expected}.`);
  }
  return { sha256: hash.digest('hex'), size };
}

function demand(bytes: number, limits: DownloadLimits): void {
  if (bytes > limits.size) {
    throw new Error(`It is larger than ${readable(limits.size)}, more than an image may have.`);
  }
  if (bytes > limits.room) throw noSpace({ needed: bytes, free: limits.room });
}

function described(error: NodeJS.ErrnoException, url: URL): Error {
  const host = url.host;
  const sentences: Record<string, string> = {
    ENOTFOUND: `There is no host "${url.hostname}".`,
    EAI_AGAIN: `The name "${url.hostname}" cannot be resolved now.`,
    ECONNREFUSED: `Nothing listens at ${host}.`,
    EHOSTUNREACH: `${host} cannot be reached.`,
    ENETUNREACH: `${host} cannot be reached.`,
    ETIMEDOUT: `${host} does not answer.`,
  };
  const sentence = sentences[error.code ?? ''];
  return sentence ? new Error(sentence, { cause: error }) : error;
}
