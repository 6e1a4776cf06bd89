/** Bringing main script, public address and bootloaders into force together. */
import { db } from '@/lib/core/db';
import { recordEvents } from '@/lib/core/events';
import { sha256 } from '@/lib/core/secret';
import { mainScriptId, readText } from '@/lib/scripts/data';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { isWhole, localArtifact } from '../artifact-store';
import { forgetArtifact } from '../artifacts/mutations';
import { tftpFiles } from '../builders/loaders/publication';
import { newestArtifact } from '../data';
import { canonicalJson } from '../fingerprint';
import type { Artifact } from '../schema';
import { capabilitiesOf } from './capabilities';
import { readPublication } from './data';
import { inForce, layPublication, pointTo, prunePublications } from './folder';
import { type Publication, publicationKey } from './schema';

export type PublishOutcome =
  | { published: true; changed: boolean; publication: Publication }
  /** What is missing, as a sentence. */
  | { published: false; reason: string };

/**
 * Publishes what is wanted now: the newest main script, `base` as the public
 * address, and the newest bootloaders. Does nothing when that is in force.
 * Callers take turns: the last one's inputs are in force in the end.
 */
export async function publish(given: { base: string | null }): Promise<PublishOutcome> {
  const { base } = given;
  if (!base) {
    return {
      published: false,
      reason:
        'No interface is chosen and no public address is set, so machines cannot be told where to go.',
    };
  }
  const id = await mainScriptId();
  if (!id) return { published: false, reason: 'There is no main script yet.' };
  const script = await readText({ kind: 'main', id });
  const artifact = await wholeBootloaders();
  const capabilities = artifact && (await capabilitiesOf(artifact));
  const wanted = wantedPublication({ mainScriptId: id, script, base, artifact, capabilities });
  const current = await readPublication();
  const laid = (await inForce()) === wanted.publication.publicationId;
  if (laid && current && sameMeaning(current, wanted.publication)) {
    return { published: true, changed: false, publication: current };
  }
  await layPublication({
    id: wanted.publication.publicationId,
    from: artifact && (await localArtifact(artifact)),
    files: wanted.files,
  });
  await pointTo(wanted.publication.publicationId);
  await writeSetting(wanted.publication);
  if (current?.publicationId !== wanted.publication.publicationId) await tell(wanted.publication);
  await prunePublications();
  return { published: true, changed: true, publication: wanted.publication };
}

/** The newest bootloaders, when their files are really there. */
async function wholeBootloaders(): Promise<Artifact | null> {
  const artifact = await newestArtifact({ kind: 'loaders' });
  if (!artifact || (await isWhole(artifact.fingerprint))) return artifact;
  await forgetArtifact(artifact.fingerprint);
  return wholeBootloaders();
}

function wantedPublication(given: {
  mainScriptId: string;
  script: { text: string; revision: number };
  base: string;
  artifact: Artifact | null;
  capabilities: Capabilities | null;
}) {
  const { script, base, artifact, capabilities } = given;
  const names = artifact?.files.map(({ name }) => name) ?? [];
  const files = tftpFiles({ artifact: names, script: script.text, base });
  const text = files.flatMap((file) => ('text' in file ? [file.text] : [])).join('');
  const fingerprint = artifact?.fingerprint ?? null;
  const publication: Publication = {
    publicationId: sha256(canonicalJson({ text, fingerprint })).slice(0, 16),
    mainScriptId: given.mainScriptId,
    revision: script.revision,
    base,
    text,
    sha256: sha256(text),
    fingerprint,
    loaders: files.flatMap((file) => ('from' in file ? [file.path] : [])),
    capabilities,
    at: new Date().toISOString(),
  };
  return { publication, files };
}

function sameMeaning(a: Publication, b: Publication): boolean {
  return canonicalJson({ ...a, at: '' }) === canonicalJson({ ...b, at: '' });
}

async function writeSetting(value: Publication): Promise<void> {
  await db().setting.upsert({
    where: { key: publicationKey },
    create: { key: publicationKey, value },
    update: { value },
  });
}

async function tell(value: Publication): Promise<void> {
  const loaders = value.loaders.length > 0 ? value.loaders.join(', ') : 'no bootloaders yet';
  await recordEvents([
    {
      source: 'build',
      type: 'published',
      message: `Revision ${value.revision} of the main script is in force (${loaders}), with ${value.base}.`,
      data: { publicationId: value.publicationId, fingerprint: value.fingerprint },
    },
  ]);
}
