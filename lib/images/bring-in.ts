/** Where an image comes from: an upload, a URL, or a build; in the end a file of our own. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { localArtifact } from '@/lib/builds/artifact-store';
import { imageDescription, imageFiles } from '@/lib/builds/builders/image/schema';
import { buildState, resultOf } from '@/lib/builds/data';
import { dataPath } from '@/lib/core/env';
import { freeSpace, readable } from './disk-space';
import { type DownloadLimits, download } from './download';
import type { ImportRun } from './import-watch';
import { sizeLimit } from './schema';
import { linkOrCopy } from './store';

/** A server that is silent for a minute is given up; a whole download after six hours. */
const limits: Omit<DownloadLimits, 'room'> = {
  size: sizeLimit,
  silence: 60_000,
  total: 6 * 3600_000,
  redirects: 5,
};

export interface BroughtIn {
  file: string;
  sha256: string;
  /** Where what is inside is known for sure already. */
  raw?: { rawSize: number; rawSha256: string };
}

/** Brings the file into the import's folder. Null: its build is not done yet. */
export async function bringIn(run: ImportRun): Promise<BroughtIn | null> {
  const { source } = run.image;
  const file = path.join(run.folder, 'source');
  if (source.kind === 'build') return fromBuild({ buildId: source.buildId, file });
  if (source.kind === 'upload') {
    // A second name, so that an attempt that dies leaves the upload for the next.
    await linkOrCopy({ from: dataPath(source.file), to: file });
    return { file, sha256: source.sha256 };
  }
  const { sha256 } = await download({
    url: source.url,
    file,
    limits: { ...limits, room: await freeSpace() },
    signal: run.signal,
    onProgress: (bytes, total) =>
      run.progress(
        total ? bytes / total : 0,
        `fetching, ${readable(bytes)}${total ? ` of ${readable(total)}` : ''}`,
      ),
  });
  if (sha256 !== source.sha256) {
    throw new Error(
      `The checksum is wrong. Expected ${source.sha256}, and the file has ${sha256}. Nothing was kept.`,
    );
  }
  return { file, sha256 };
}

async function fromBuild(given: { buildId: string; file: string }): Promise<BroughtIn | null> {
  const state = await buildState(given.buildId);
  if (state === 'queued' || state === 'running') return null;
  const artifact = state === 'done' ? await resultOf(given.buildId) : null;
  const disk = artifact?.files.find(({ name }) => name === imageFiles.disk);
  if (!artifact || !disk) {
    throw new Error(
      state === 'done'
        ? 'What was built has been deleted. Try again to build it anew.'
        : `Its build ${state === null ? 'is gone' : `is ${state}`}: see its log.`,
    );
  }
  const folder = await localArtifact(artifact);
  await linkOrCopy({ from: path.join(folder, disk.name), to: given.file });
  const text = await readFile(path.join(folder, imageFiles.description), 'utf8');
  const { rawSize, rawSha256 } = imageDescription.parse(JSON.parse(text));
  return { file: given.file, sha256: disk.sha256, raw: { rawSize, rawSha256 } };
}
