/** The cursor of a list of hosts: the sort value and the id of the last row, in a form that nobody writes by hand. */
import { invalid } from '@/lib/core/errors';
import { isUuid } from '@/lib/core/ids';

export function writeCursor(parts: [string, string]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Throws ERR_INVALID_INPUT for what `writeCursor` has not written. */
export function readCursor(given: { cursor: string; field: string }): [string, string] {
  const { cursor, field } = given;
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof value === 'string' && typeof id === 'string' && isUuid(id)) return [value, id];
  } catch {
    // It is refused below, as every other cursor that is not ours.
  }
  throw invalid(field, 'This cursor is none that a list gave. Start without one.');
}
