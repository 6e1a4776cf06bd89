/** Bodies of requests: within a limit, strictly UTF-8, and as they came. */
import { AppError } from '@/lib/core/errors';

/** Largest body, in bytes: a script of 1 MiB, escaped as JSON, fits. */
const bodyLimit = 8 * 1024 * 1024;

/** The bytes of a body. Throws ERR_BODY_TOO_LARGE. */
export async function bodyBytes(request: Request, limit = bodyLimit): Promise<Uint8Array> {
  const length = Number(request.headers.get('content-length') ?? 0);
  if (length > limit) throw tooLarge(limit);
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.byteLength > limit) throw tooLarge(limit);
  return bytes;
}

/** Bytes as text, byte order mark and all. Throws ERR_INVALID_ENCODING for what is not UTF-8. */
export function strictText(given: { bytes: Uint8Array; field: string; what: string }): string {
  const { bytes, field, what } = given;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw notUtf8(field, what);
  }
}

/** The error for what is not UTF-8; `what` begins the sentence. */
export function notUtf8(field: string, what: string): AppError {
  return new AppError({
    class: 'invalid',
    code: 'ERR_INVALID_ENCODING',
    message: `${what} is not UTF-8.`,
    field,
  });
}

/** The body as JSON. */
export async function jsonBody(request: Request): Promise<unknown> {
  const bytes = await bodyBytes(request);
  // No body at all: where every field has a default, there is nothing to send.
  if (bytes.byteLength === 0) return undefined;
  return parseJson(strictText({ bytes, field: 'body', what: 'The body' }));
}

/** Text as JSON. Throws ERR_INVALID_JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError({
      class: 'invalid',
      code: 'ERR_INVALID_JSON',
      message: `The body is not JSON: ${(error as Error).message}`,
      field: 'body',
    });
  }
}

function tooLarge(limit: number): AppError {
  return new AppError({
    class: 'tooLarge',
    code: 'ERR_BODY_TOO_LARGE',
    message: `The body is larger than ${limit} bytes.`,
    field: 'body',
  });
}
