/** From what the living workers announce to what can be built here now. Pure. */
import type { BuildKind, NeededTool } from '../builder';
import { missingToolsSentence } from '../missing-tools';
import type { AnnouncedBuilder, AnnouncedBuilders, KindAvailability } from './schema';

const nobody = 'No worker is running, so builds wait until one is.';

type Availability = Pick<KindAvailability, 'available' | 'reason' | 'missing'>;

/** Whether a kind can be built by one of the workers, and what the one that lacks least lacks. */
export function availabilityOf(given: {
  kind: BuildKind;
  /** One entry for each worker that lives. */
  workers: AnnouncedBuilders[];
}): KindAvailability {
  const { kind } = given;
  const able = given.workers.flatMap((one) => one[kind] ?? []);
  const engines = [...new Set(able.flatMap((one) => Object.keys(one.engines)))].sort();
  return {
    kind,
    ...leastMissing(able, (one) => one.missing),
    engines: engines.map((engine) => ({
      engine,
      ...leastMissing(able, (one) => [...one.missing, ...(one.engines[engine] ?? [])]),
    })),
  };
}

function leastMissing(
  workers: AnnouncedBuilder[],
  missingOf: (worker: AnnouncedBuilder) => NeededTool[],
): Availability {
  const [least] = workers.map(missingOf).sort((a, b) => a.length - b.length);
  if (!least) return { available: false, reason: nobody, missing: [] };
  if (least.length === 0) return { available: true, reason: null, missing: [] };
  return { available: false, reason: missingToolsSentence(least), missing: least };
}

/** The newest version of a kind's builder among the workers; null while nobody tells. */
export function newestVersion(given: {
  kind: BuildKind;
  workers: AnnouncedBuilders[];
}): number | null {
  const versions = given.workers.flatMap((one) => one[given.kind]?.version ?? []);
  return versions.length > 0 ? Math.max(...versions) : null;
}
