/** Text for machines: its bytes as they are stored, whatever they are. */

/**
 * The answer for a text. `sha256` is its ETag: who has it is told 304. The
 * media type keeps browsers from taking a script for a page.
 */
export function textAnswer(given: { request: Request; text: string; sha256: string }): Response {
  const { request, text, sha256 } = given;
  const etag = `"${sha256}"`;
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
    vary: 'Accept',
    etag,
  };
  const known = request.headers.get('if-none-match')?.split(',') ?? [];
  if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers });
  }
  const bytes = new TextEncoder().encode(text);
  return new Response(bytes, {
    headers: { ...headers, 'content-length': String(bytes.byteLength) },
  });
}
