/** What a client asks for by its Accept header (RFC 9110, section 12.5.1). */

/**
 * True when the header names application/json itself, and likes it at least
 * as much as text/plain. Machines send nothing, or a star for everything:
 * they get text.
 */
export function wantsJson(accept: string | null | undefined): boolean {
  if (!accept) return false;
  const json = quality(accept, 'application/json');
  return json > 0 && json >= quality(accept, 'text/plain');
}

/**
 * The same where the plain answer is a file: JSON only for who would not take
 * bytes too. Many an HTTP client adds JSON to a star for everything by
 * itself, and has asked for the file.
 */
export function wantsJsonNotBytes(accept: string | null | undefined): boolean {
  if (!accept || !wantsJson(accept)) return false;
  return quality(accept, '*/*') === 0 && quality(accept, 'application/octet-stream') === 0;
}

/** The quality that the header gives a media type by name; 0 when it does not name it. */
function quality(accept: string, mediaType: string): number {
  for (const part of accept.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((one) => one.trim().toLowerCase());
    if (name !== mediaType) continue;
    const given = parameters.find((one) => one.startsWith('q='));
    const value = given ? Number(given.slice(2)) : 1;
    return Number.isFinite(value) ? value : 1;
  }
  return 0;
}
