/** Waiting until machines get what was saved, with a reason where they do not. */
import { newestBuild } from '@/lib/builds/data';
import { waitFor } from '@/lib/core/changes';
import { AppError } from '@/lib/core/errors';
import { networkSettings, servingWorker } from '@/lib/network/data';
import { publicUrl } from '@/lib/network/public-url';
import { isPublished } from '@/lib/scripts/data';

/** Milliseconds; a build of the bootloaders takes longer only where they are compiled from nothing. */
const limit = 60_000;

/**
 * Returns when bootloaders with this revision of the main script are
 * published. Throws ERR_NOT_PUBLISHED with the reason: at once where waiting
 * cannot help, else after a minute. The script is kept all the same.
 */
export async function awaitPublication(given: {
  script: { id: string; revision: number };
  signal: AbortSignal;
}): Promise<void> {
  const { script, signal } = given;
  const published = await waitFor({
    check: async () => {
      if (await isPublished(script)) return true;
      const hindrance = await lastingHindrance();
      if (hindrance) throw notPublished(script.revision, hindrance);
      return undefined;
    },
    timeout: limit,
    signal,
  });
  if (!published) throw notPublished(script.revision, await passingHindrance());
}

/** What waiting does not mend. A worker counts as gone only after half a minute of silence. */
async function lastingHindrance(): Promise<string | null> {
  const settings = await networkSettings();
  const worker = await servingWorker(settings);
  if (!worker?.alive) {
    return 'no worker is running that could publish it. It is done as soon as one starts.';
  }
  if (publicUrl({ settings, interfaces: worker.interfaces })) return null;
  return settings.interface
    ? `the interface ${settings.interface} has no address, so machines cannot be told where to go.`
    : 'no interface is chosen, so machines cannot be told where to go. Send `interface` with the script.';
}

/** What kept us waiting. */
async function passingHindrance(): Promise<string> {
  const build = await newestBuild({ kind: 'loaders' });
  if (!build) return 'the bootloaders have not been built yet.';
  if (build.state === 'failed') {
    return `the build of the bootloaders failed: ${build.reason ?? 'without a reason'}`;
  }
  if (build.state === 'done') return 'the worker has not published it within a minute.';
  return `the build of the bootloaders is ${build.state}${build.step ? ` (${build.step})` : ''}.`;
}

function notPublished(revision: number, reason: string): AppError {
  return new AppError({
    class: 'unavailable',
    code: 'ERR_NOT_PUBLISHED',
    message: `The main script is kept as revision ${revision}, and machines do not get it yet: ${reason}`,
  });
}
