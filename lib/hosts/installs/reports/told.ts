/** Texts and numbers as machines tell them: bounded, and without what could do harm where they are shown. */
import { z } from 'zod';

/** Bytes of output that are kept of one report. */
export const outputLimit = 64 * 1024;

/** A line of text from a machine: bounded, and without what terminals act on. */
export const line = (limit: number) =>
  z.string().transform((value) =>
    value
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it removes
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .slice(0, limit)
      // A character that the cut went through has no place in Postgres.
      .toWellFormed(),
  );

/** Output of a script: its last 64 KiB; new lines, tabs and colours stay; NUL has no place in Postgres. */
export const output = z.string().transform((value) => tailOf(value.replaceAll('\0', '')));

export const bytes = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

/** The last 64 KiB of a text as UTF-8, from the beginning of a character on. */
export function tailOf(text: string): string {
  const all = new TextEncoder().encode(text);
  let start = Math.max(0, all.length - outputLimit);
  // Bytes 10xxxxxx go on with a character that has begun before.
  while (start > 0 && start < all.length && ((all[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return new TextDecoder().decode(all.subarray(start));
}

/** Levels of a structure that are kept; more of them tell nothing and cost the stack. */
const depthLimit = 16;

/**
 * A structure as a machine told it, without what Postgres cannot hold in its
 * JSON: NUL, half of a surrogate pair. Firmware fills serial numbers with both.
 */
export function cleaned(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed();
  if (value === null || typeof value !== 'object') return value;
  if (depth >= depthLimit) return null;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [cleaned(name), cleaned(one, depth + 1)]),
  );
}
