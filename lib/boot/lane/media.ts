/**
 * `/media/HASH/FILE` and `/media/NAME/FILE`: the newest result of a request
 * for a boot medium, by the hash of what was asked for or by a name that
 * somebody gave it; without a file, the one that is booted. Open to everybody
 * who knows the address (docs/decisions/0087).
 */
import { noteArtifactUse } from '@/lib/builds/artifacts/mutations';
import { dispositionOf, mediaTypeOf } from '@/lib/builds/media/main-file';
import { isPageName, linkName, specHashForm } from '@/lib/builds/media/schema';
import { reasonOf } from '@/lib/core/errors';
import { logger } from '@/lib/core/log';
import { loadLinks, loadMediaOf } from '../media/data';
import { loadArtifacts } from '../roster/data';
import type { ArtifactEntry } from '../roster/entries';
import { roster } from '../roster/roster';
import { away, type FileAnswer, type MachineAnswer, sentence } from './exchange';
import { servedFile } from './served-artifact';

const prefix = '/media/';

/** True for addresses below a medium or a link; the pages are `/media` and `/media/ID`. */
export function isMediaPath(path: string): boolean {
  return path.startsWith(prefix) && path.indexOf('/', prefix.length) > prefix.length;
}

/** The file, or a sentence; null for what is a page's. The name is looked up, never put into a path. */
export async function answerMedia(given: {
  /** Hash or link. */
  name: string;
  /** Empty: the file that is booted. */
  file: string;
}): Promise<MachineAnswer | null> {
  const { name, file } = given;
  if (isPageName(name)) return null;
  try {
    const specHash = specHashForm.test(name) ? name : await linked(name);
    if (!specHash) return sentence(404, `No boot medium has the name "${shown(name)}".`);
    const artifact = await newestOf(specHash);
    if (!artifact) {
      return sentence(
        404,
        'This boot medium is not here (any more): it was not built yet, it was removed, or it holds a secret and is given by the REST API only.',
      );
    }
    return mediumAnswer({ artifact, name: file });
  } catch (error) {
    logger('lane').warn({ name, reason: reasonOf(error) }, 'a boot medium could not be looked up');
    return away();
  }
}

/** A file of a medium as it leaves, whichever way it was asked for. */
export function fileOfMedium(given: {
  artifact: Pick<ArtifactEntry, 'fingerprint' | 'files'>;
  file: ArtifactEntry['files'][number];
}): FileAnswer {
  const { artifact, file } = given;
  void noteArtifactUse(artifact.fingerprint);
  return {
    kind: 'file',
    file: {
      ...servedFile(given),
      type: mediaTypeOf(file.name),
      headers: { 'Content-Disposition': dispositionOf(file.name) },
    },
  };
}

function mediumAnswer(given: { artifact: ArtifactEntry; name: string }): MachineAnswer {
  const { artifact } = given;
  const name = given.name || artifact.main;
  const file = artifact.files.find((one) => one.name === name);
  if (file) return fileOfMedium({ artifact, file });
  const names = artifact.files.map((one) => one.name).join(', ');
  return sentence(404, `This boot medium has no such file. It has: ${names}.`);
}

/** The request that a link points to: from memory, else it may have been made in this moment. */
async function linked(name: string): Promise<string | undefined> {
  const known = roster().media.linked(name);
  if (known || !linkName.safeParse(name).success) return known;
  const [link] = await loadLinks([name]);
  return link?.specHash;
}

/** The newest result whose files are recorded, from memory, else from the store. */
async function newestOf(specHash: string): Promise<ArtifactEntry | undefined> {
  for (const { fingerprint } of roster().media.of(specHash)) {
    const artifact = roster().artifact(fingerprint);
    if (artifact) return artifact;
  }
  const entries = await loadMediaOf(specHash);
  if (entries.length === 0) return undefined;
  const artifacts = await loadArtifacts(entries.map(({ fingerprint }) => fingerprint));
  const found = new Map(artifacts.map((one) => [one.fingerprint, one]));
  const newest = entries.find(({ fingerprint }) => found.has(fingerprint));
  return newest && found.get(newest.fingerprint);
}

/** What somebody wrote into an address, fit to be shown. */
function shown(name: string): string {
  return name.replace(/[^\w.-]/g, '?').slice(0, 63);
}
