/**
 * Lists of the REST API: an array, and where there is more, the address of
 * the next page in a Link header (RFC 8288).
 */
import { z } from 'zod';

/** Rows of a page where the asker names no other number. */
const usualLimit = 1_000;

/** Query of a list that is sorted one way only. */
export const listQuery = z.object({
  search: z.string().trim().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(usualLimit),
  /** Of the page before: follow its Link header. */
  cursor: z.string().max(500).optional(),
});

/** Cuts rows that were asked for with one more than `limit`, and names the last as the cursor. */
export function cutPage<Row>(given: {
  rows: Row[];
  limit: number;
  cursorOf: (row: Row) => string;
}): {
  rows: Row[];
  next: string | null;
} {
  const { rows, limit, cursorOf } = given;
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null };
}

/** The answer for a page; `next` is the cursor of the page after it. */
export function listAnswer(given: {
  request: Request;
  rows: unknown[];
  next: string | null;
}): Response {
  const { request, rows, next } = given;
  const headers: Record<string, string> = {};
  if (next) {
    const url = new URL(request.url);
    url.searchParams.set('cursor', next);
    headers.link = `<${url.pathname}${url.search}>; rel="next"`;
  }
  return Response.json(rows, { headers });
}
