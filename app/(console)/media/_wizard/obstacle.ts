import type { KindAvailability } from '@/lib/builds/announced/schema';

/** Why these choices cannot be built here now, with the way out; null where they can. */
export function obstacleOf(given: {
  availability: KindAvailability[];
  kind: string;
  engine: string | null;
}): string | null {
  const found = given.availability.find(({ kind }) => kind === given.kind);
  const engine = found?.engines.find((one) => one.engine === given.engine);
  return found?.reason ?? engine?.reason ?? null;
}
