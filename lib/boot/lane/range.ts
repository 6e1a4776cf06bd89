/** Which part of a file is asked for (RFC 9110, section 14): one range, or all of it. */

export type AskedPart =
  | { status: 200; start: number; end: number }
  | { status: 206; start: number; end: number }
  | { status: 304 }
  | { status: 416 };

/** The part, `end` exclusive. Several ranges in one question are answered by the whole file. */
export function askedPart(given: {
  size: number;
  /** Strong, with its quotes. */
  etag: string;
  range: string | undefined;
  ifRange: string | undefined;
  ifNoneMatch: string | undefined;
}): AskedPart {
  const { size, etag, range, ifRange, ifNoneMatch } = given;
  if (ifNoneMatch !== undefined && namesEtag(ifNoneMatch, etag)) return { status: 304 };
  const whole = { status: 200, start: 0, end: size } as const;
  if (range === undefined) return whole;
  // Another version of the file, or a date: we only know hashes.
  if (ifRange !== undefined && ifRange.trim() !== etag) return whole;
  const match = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
  if (!match) return whole;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return whole;
  if (from === '') return lastBytes(size, Number(to));
  const start = Number(from);
  const end = to === '' ? size : Math.min(Number(to) + 1, size);
  if (to !== '' && Number(to) < start) return whole;
  return start >= size ? { status: 416 } : { status: 206, start, end };
}

function lastBytes(size: number, count: number): AskedPart {
  if (count === 0 || size === 0) return { status: 416 };
  return { status: 206, start: Math.max(0, size - count), end: size };
}

/** True when an If-None-Match names the ETag. It compares weakly: `W/` in front makes no difference. */
export function namesEtag(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}
