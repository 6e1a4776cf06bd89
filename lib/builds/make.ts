/** The making itself: a temporary folder, the builder, and the rename. */
import { chmod, mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataPath } from '@/lib/core/env';
import { run } from '@/lib/core/exec';
import { openWork, publishArtifact } from './artifact-store';
import type { BuildContext } from './builder';
import { clearWork, endProcesses, markName } from './leftovers';
import { demandSame, type Looking, type MadeOf } from './made-of';
import type { ArtifactRecord } from './schema';
import { closedModes } from './store/files';

/** How long a builder may take to end when it is stopped: a program gets 3 s, in milliseconds. */
const stopPatience = 4_000;

/** Name of the folder that a build works in; it tells whose it is. */
export function workName(own: { buildId: string; worker: string }): string {
  return `${own.buildId}.${own.worker}`;
}

/** The folder of downloads that builds share. */
export async function cacheFolder(): Promise<string> {
  const folder = dataPath('cache');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Builds in a temporary folder and publishes the result; the folder is gone afterwards. */
export async function makeArtifact(work: Looking & MadeOf): Promise<ArtifactRecord> {
  const { builder, spec, watch } = work;
  const at = await openWork(workName(work));
  try {
    if (Object.keys(work.secrets).length > 0) await chmod(at.root, closedModes.folder);
    await untilStopped({
      signal: watch.signal,
      root: at.root,
      building: builder.build(spec, contextOf({ work, at })),
    });
    await demandSame(work);
    work.progress(1, 'checksums');
    return await publishArtifact({
      folder: at.folder,
      signal: watch.signal,
      record: {
        fingerprint: work.fingerprint,
        kind: work.claimed.kind,
        spec,
        builderVersion: builder.version,
        inputs: work.inputs,
      },
    });
  } finally {
    await clearWork(at.root);
  }
}

function contextOf(given: {
  work: Looking & MadeOf;
  at: { root: string; folder: string; scratch: string; cache: string };
}): BuildContext {
  const { work, at } = given;
  const { log, watch, builder } = work;
  return {
    folder: at.folder,
    scratch: at.scratch,
    cache: at.cache,
    signal: watch.signal,
    secrets: work.secrets,
    inputs: work.inputs,
    log: log.line,
    progress: work.progress,
    run: (program, args, options = {}) => {
      log.line(`$ ${[program, ...args].map(quoted).join(' ')}`.slice(0, 2_000));
      return run({
        program,
        args,
        cwd: options.cwd,
        input: options.input,
        env: { ...options.env, [markName]: at.root },
        timeout: options.timeout ?? builder.timeLimit,
        signal: watch.signal,
        onLine: (line) => {
          log.line(line);
          options.onLine?.(line);
        },
      });
    },
  };
}

/**
 * Waits for the builder. When it is stopped it has a moment to end by itself;
 * then its processes are killed, which ends whatever waits for them.
 */
async function untilStopped(given: {
  signal: AbortSignal;
  root: string;
  building: Promise<void>;
}): Promise<void> {
  const { signal, root, building } = given;
  let leave = () => {};
  const stopped = new Promise<void>((resolve) => {
    leave = () => resolve();
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', leave, { once: true });
  }).then(() => sleep(stopPatience, undefined, { ref: false }));
  try {
    await Promise.race([building, stopped]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
  if (signal.aborted) {
    await endProcesses(root);
    await Promise.race([building.catch(() => {}), sleep(1_000)]);
    signal.throwIfAborted();
  }
}

/** For reading only: no shell ever sees it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
