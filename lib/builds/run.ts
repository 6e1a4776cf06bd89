/**
 * One build, from its row to its artifact. The order is the same for every
 * kind: tools, fingerprint, join the build in flight, reuse, build in a
 * temporary folder, checksums, flush, rename, row. Whatever goes wrong on
 * the way leaves a reason in the row and nothing on the disk.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { demandEnrolmentKey } from '@/lib/auth/enrolments/key/mutations';
import { reasonOf } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { logger } from '@/lib/core/log';
import { openSecrets } from '@/lib/scripts/secrets/data';
import { findArtifact, workFolder } from './artifact-store';
import { forgetArtifact, saveArtifact } from './artifacts/mutations';
import { withBuildLock } from './build-lock';
import { type BuildLog, openBuildLog } from './build-log';
import { BuildStopped, type BuildWatch, watchBuild } from './build-watch';
import { buildState } from './data';
import type { Builders, KnownBuilder } from './known-builder';
import { clearWork, sweepWork } from './leftovers';
import { InputsChanged, type Looking, lookInto } from './made-of';
import { cacheFolder, makeArtifact, workName } from './make';
import { progressOf } from './progress';
import { flagsOf } from './specs';
import { demandTools } from './tools';
import {
  type ClaimedBuild,
  claimBuild,
  endBuild,
  giveBack,
  setFingerprint,
  takeFromTheDead,
} from './work/mutations';

export interface RunBuild {
  buildId: string;
  /** Name of this worker, unique among all that ever ran. */
  worker: string;
  /** The job's. */
  signal: AbortSignal;
  builders: Builders;
}

/** What a build at work carries with it. */
export interface AtWork extends RunBuild {
  claimed: ClaimedBuild;
  builder: KnownBuilder;
  spec: unknown;
  log: BuildLog;
  watch: BuildWatch;
  progress(fraction: number, step: string): void;
}

/** How long the end of a build is tried to be written while the store is away, in milliseconds. */
const endPatience = 120_000;

/**
 * Runs a build to its end and writes it down. Returns when there is nothing
 * (more) to do; throws only when the worker stops, so that the job goes to
 * the next one.
 */
export async function runBuild(given: RunBuild): Promise<void> {
  const claimed = await claim(given);
  if (!claimed) return;
  await sweepWork(async (name) => !name.startsWith(`${given.buildId}.`));
  const log = openBuildLog({ buildId: given.buildId });
  const watch = watchBuild(given);
  const progress = progressOf({ buildId: given.buildId, worker: given.worker });
  try {
    const builder = given.builders[claimed.kind];
    const spec = builder.parse(claimed.spec);
    watch.limit(builder.timeLimit);
    const work = { ...given, claimed, builder, spec, log, watch, progress: progress.report };
    const reused = await produce(work);
    await progress.close();
    await log.close();
    await written(() => endBuild({ ...given, state: 'done', reason: null, reused }));
    await tell(claimed, reused ? 'build-reused' : 'build-done', 'is ready.');
  } catch (error) {
    await progress.close();
    await settle({ given, claimed, log, watch, error });
  } finally {
    watch.close();
  }
}

/**
 * Takes the build. While another worker has it and lives, waits: the queue
 * hands a job on when it believes its worker dead, which the row may not show yet.
 */
async function claim(given: RunBuild): Promise<ClaimedBuild | null> {
  for (;;) {
    const claimed = await claimBuild(given);
    if (claimed) return claimed;
    if ((await buildState(given.buildId)) !== 'running') return null;
    const [again] = await takeFromTheDead({ buildId: given.buildId });
    if (!again) await sleep(2_000, undefined, { signal: given.signal });
  }
}

/** Finds or makes the artifact; true when it was there. Once more where a source was updated meanwhile. */
async function produce(work: AtWork): Promise<boolean> {
  await demandTools(work.builder.tools);
  const { enrolmentId } = flagsOf({ kind: work.claimed.kind, spec: work.spec });
  if (enrolmentId !== null) await demandEnrolmentKey();
  const looking = { ...work, cache: await cacheFolder(), secrets: await secretsFor(work) };
  try {
    return await produceOnce(looking);
  } catch (error) {
    if (!(error instanceof InputsChanged)) throw error;
    work.log.line('What it is made of was updated while it was built: it is built once more.');
    return produceOnce(looking);
  }
}

async function produceOnce(work: Looking): Promise<boolean> {
  const { buildId, worker, log } = work;
  const { signal } = work.watch;
  work.progress(0, 'looking at what goes into it');
  const madeOf = await lookInto(work);
  const print = madeOf.fingerprint;
  await setFingerprint({ buildId, worker, fingerprint: print });
  // Only with the lock, against which the upkeep removes artifacts.
  return withBuildLock({
    fingerprint: print,
    signal,
    onWait: () => work.progress(0, 'the same is being built already'),
    work: async () => {
      if (await reuse(print)) {
        log.line('The same was made before, and is there already.');
        return true;
      }
      await saveArtifact(await makeArtifact({ ...work, ...madeOf }));
      return false;
    },
  });
}

/** What the builder needs of its team's secrets. The installation's own kinds have none. */
async function secretsFor({ builder, spec, claimed }: AtWork): Promise<Record<string, string>> {
  const names = builder.secrets?.(spec) ?? [];
  if (names.length === 0) return {};
  if (claimed.teamId === null) throw new Error('A build of the installation has no secrets.');
  return openSecrets({ teamId: claimed.teamId, names });
}

/** True when the artifact is whole on the disk; its row is then there too. */
async function reuse(print: string): Promise<boolean> {
  const record = await findArtifact(print);
  if (record) await saveArtifact(record);
  else await forgetArtifact(print);
  return record !== undefined;
}

async function settle(end: {
  given: RunBuild;
  claimed: ClaimedBuild;
  log: BuildLog;
  watch: BuildWatch;
  error: unknown;
}): Promise<void> {
  const { given, claimed, log, watch, error } = end;
  const stopped: unknown = watch.signal.aborted ? watch.signal.reason : undefined;
  const why = stopped instanceof BuildStopped ? stopped.why : 'error';
  const reason = stopped instanceof BuildStopped ? stopped.message : reasonOf(error);
  log.line(why === 'error' ? `Failed: ${reason}` : reason);
  await log.close();
  await clearWork(workFolder(workName(given)));
  if (why === 'lost') return;
  if (why === 'shutdown') {
    await giveBack({ ...given, reason });
    throw given.signal.reason;
  }
  if (why === 'cancelled') {
    await written(() => endBuild({ ...given, state: 'cancelled', reason }));
    await tell(claimed, 'build-cancelled', 'was cancelled.');
    return;
  }
  await written(() => endBuild({ ...given, state: 'failed', reason }));
  await tell(claimed, 'build-failed', `failed: ${reason}`);
}

/** The end of a build must not be lost because Postgres is away for a moment. */
async function written(write: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + endPatience;
  for (;;) {
    try {
      await write();
      return;
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(1_000);
    }
  }
}

async function tell(claimed: ClaimedBuild, type: string, what: string): Promise<void> {
  const message = `The build "${claimed.title}" ${what}`;
  const data = { buildId: claimed.id, kind: claimed.kind };
  await recordEvents([{ source: 'build', type, message, teamId: claimed.teamId, data }]).catch(
    (error) => logger('builds').warn({ err: error }, 'an event was not kept'),
  );
}
