/** Milliseconds. */
const day = 24 * 60 * 60 * 1000;

/** Ten years. */
const most = 3650;

/** When a token that is good for so many days ends, as a form holds them: empty is never. */
export function expiryOf(given: {
  days: string;
  /** Milliseconds since 1970. */
  now: number;
}): { at: string | null } | { problem: string } {
  const days = given.days.trim();
  if (days === '') return { at: null };
  if (!/^\d{1,6}$/.test(days)) return { problem: 'must be a whole number of days' };
  const count = Number(days);
  if (count < 1) return { problem: 'must be at least one day' };
  if (count > most) return { problem: `must be ten years (${most} days) at most` };
  return { at: new Date(given.now + count * day).toISOString() };
}
