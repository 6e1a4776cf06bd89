/** Ids of rows. */

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** True for a UUID in any case. Anything else names no row, and Postgres would refuse to compare it. */
export function isUuid(value: string): boolean {
  return uuid.test(value);
}
