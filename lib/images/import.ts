/**
 * An import, from its row to a file that can be served: bring in, compare the
 * checksum, look what it is, read it to its end or convert it, rename. What
 * fails leaves a reason and no file.
 */
import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { clearWork, markName } from '@/lib/builds/leftovers';
import { dataPath } from '@/lib/core/env';
import { reasonOf } from '@/lib/core/errors';
import { recordEvents } from '@/lib/core/events';
import { logger } from '@/lib/core/log';
import { jobEndCause } from '@/lib/jobs/job-end';
import { type BroughtIn, bringIn } from './bring-in';
import { convertQcow2 } from './convert';
import { imageState } from './data';
import { formatOf, refusalOf, warningOf } from './format';
import { type ImportRun, watchImport } from './import-watch';
import type { ServedForm } from './schema';
import { imagePath, importFolder, keepImage, lookInto } from './store';
import { unpack } from './unpack';
import {
  type ClaimedImage,
  claimImage,
  failImage,
  finishImage,
  putBack,
  setImageFormat,
} from './work/mutations';

/** A file that can be served, and what is in it. */
interface Servable {
  file: string;
  served: ServedForm;
  size: number;
  sha256: string;
  rawSize: number;
  rawSha256: string;
  note: string | null;
}

/**
 * Runs an import to its end and writes it down. Throws only when the worker
 * stops, so that the job goes to the next one.
 */
export async function importImage(given: { imageId: string; signal: AbortSignal }): Promise<void> {
  const image = await claim(given);
  if (!image) return;
  const folder = importFolder(image.id);
  await clearWork(folder);
  await mkdir(folder, { recursive: true });
  const watch = watchImport({ id: image.id, signal: given.signal });
  const { signal, progress } = watch;
  const run = { image, folder, signal, progress, env: { [markName]: folder } };
  try {
    const brought = await bringIn(run);
    if (!brought) {
      await putBack({ id: image.id, reason: 'It is being built.' });
      return;
    }
    await finish({ run, ready: await servable(run, brought) });
  } catch (error) {
    await settle({ given, image, signal, error });
  } finally {
    watch.close();
    await clearWork(folder);
  }
}

/**
 * Takes the import. While another worker has it and lives, waits: the queue
 * hands a job on when it believes its worker dead, which the row may not show yet.
 */
async function claim(given: {
  imageId: string;
  signal: AbortSignal;
}): Promise<ClaimedImage | null> {
  for (;;) {
    const image = await claimImage(given.imageId);
    if (image || (await imageState(given.imageId)) !== 'importing') return image;
    await sleep(2_000, undefined, { signal: given.signal });
  }
}

async function servable(run: ImportRun, brought: BroughtIn): Promise<Servable> {
  const { file, sha256 } = brought;
  const { size, head } = await lookInto(file);
  const refusal = refusalOf(head);
  if (refusal) throw new Error(refusal);
  const format = formatOf(head);
  await setImageFormat({ id: run.image.id, format });
  if (format === 'qcow2') {
    const made = await convertQcow2({ ...run, file, onProgress: run.progress });
    const { raw, ...packed } = made;
    return { ...packed, served: 'zstd', ...rawFacts(raw) };
  }
  if (brought.raw) return { file, served: format, size, sha256, ...brought.raw, note: null };
  if (format === 'raw') {
    return { file, served: format, size, sha256, ...rawFacts({ size, sha256, head }) };
  }
  const raw = await unpack({
    file,
    format,
    signal: run.signal,
    env: run.env,
    // zstd tells what came out, which can be more than went in.
    onProgress: (bytes) => run.progress(Math.min(0.99, bytes / size), 'checking'),
  });
  const inside = refusalOf(raw.head);
  if (inside) throw new Error(inside);
  return { file, served: format, size, sha256, ...rawFacts(raw) };
}

function rawFacts(raw: { size: number; sha256: string; head: Buffer }) {
  if (raw.size === 0) throw new Error('There is nothing in it.');
  return { rawSize: raw.size, rawSha256: raw.sha256, note: warningOf(raw) };
}

async function finish(given: { run: ImportRun; ready: Servable }): Promise<void> {
  const { run, ready } = given;
  const { file, ...facts } = ready;
  run.signal.throwIfAborted();
  await keepImage({ file, sha256: facts.sha256 });
  const { id, source } = run.image;
  const kept = await finishImage({ id, ...facts, file: imagePath(facts.sha256) });
  // A file without a row is found by the next sweep.
  if (!kept) return;
  if (source.kind === 'upload') await rm(dataPath(source.file), { force: true });
  await tell(run.image, 'image-ready', 'is ready.');
}

async function settle(given: {
  given: { signal: AbortSignal };
  image: ClaimedImage;
  signal: AbortSignal;
  error: unknown;
}): Promise<void> {
  const { image } = given;
  const cause = jobEndCause(given.given.signal);
  if (cause === 'stopping') {
    await putBack({ id: image.id, reason: null });
    throw given.given.signal.reason;
  }
  const reason = reasonOf(given.signal.aborted ? given.signal.reason : given.error);
  await failImage({ id: image.id, reason });
  if (image.source.kind === 'upload') await rm(dataPath(image.source.file), { force: true });
  await tell(image, 'image-failed', `could not be brought in: ${reason}`);
}

async function tell(image: ClaimedImage, type: string, what: string): Promise<void> {
  const message = `The image "${image.name}" ${what}`;
  const data = { imageId: image.id };
  await recordEvents([{ source: 'build', type, message, teamId: image.teamId, data }]).catch(
    (error) => logger('images').warn({ err: error }, 'an event was not kept'),
  );
}
