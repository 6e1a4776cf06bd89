/**
 * The folder store: `artifacts/<fingerprint>/` appears by one rename, whole
 * and flushed, or not at all. Work in progress is in `artifacts/.tmp`, on the
 * same file system.
 */
import { createReadStream } from 'node:fs';
import { chmod, readdir, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { dataPath } from '@/lib/core/env';
import { type ArtifactRecord, artifactRecord } from '../schema';
import { secretsNamed } from '../specs';
import {
  closedModes,
  flush,
  holdsAll,
  isTaken,
  nullWhenMissing,
  openModes,
  removeFolder,
} from './files';
import { type ArtifactStore, fingerprintForm, NoSuchFile, recordName } from './store';

/** Folder of a finished artifact. */
export function artifactFolder(fingerprint: string): string {
  return dataPath('artifacts', fingerprint);
}

export const folderStore: ArtifactStore = {
  name: 'folder',

  async publish({ folder, record, signal }) {
    const modes = secretsNamed(record).length > 0 ? closedModes : openModes;
    for (const name of [...record.files.map((file) => file.name), recordName]) {
      const file = path.join(folder, name);
      await chmod(file, modes.file);
      await flush(file);
    }
    await chmod(folder, modes.folder);
    await flush(folder);
    signal.throwIfAborted();
    const target = artifactFolder(record.fingerprint);
    try {
      await rename(folder, target);
    } catch (error) {
      const first = isTaken(error) ? await readRecord(target) : undefined;
      if (first) return first;
      throw error;
    }
    await flush(path.dirname(target));
    return record;
  },

  async find(fingerprint) {
    const folder = artifactFolder(fingerprint);
    const record = await readRecord(folder);
    return record && (await holdsAll(folder, record.files)) ? record : undefined;
  },

  async local({ fingerprint, files }) {
    const folder = artifactFolder(fingerprint);
    if (await holdsAll(folder, files)) return folder;
    throw new NoSuchFile(`The artifact ${fingerprint}`);
  },

  async read({ fingerprint, file, start, end, signal }) {
    const folder = artifactFolder(fingerprint);
    if (!(await holdsAll(folder, [file]))) throw new NoSuchFile(`${fingerprint}/${file.name}`);
    if (end <= start) return Readable.from([]);
    return createReadStream(path.join(folder, file.name), { start, end: end - 1, signal });
  },

  // What is not published is in the work folder, which has a sweeper of its own.
  async tidy() {},

  remove: (fingerprint) => removeFolder(artifactFolder(fingerprint)),

  async *list() {
    for (const name of (await readdir(dataPath('artifacts')).catch(nullWhenMissing)) ?? []) {
      if (!fingerprintForm.test(name)) continue;
      const found = await stat(artifactFolder(name)).catch(nullWhenMissing);
      // A rename changes ctime, and leaves mtime as the builder's last file.
      if (found)
        yield { fingerprint: name, changedAt: new Date(Math.max(found.mtimeMs, found.ctimeMs)) };
    }
  },
};

/** The record in a folder; undefined when there is none, or none that can be read as one. */
export async function readRecord(folder: string): Promise<ArtifactRecord | undefined> {
  const text = await readFile(path.join(folder, recordName), 'utf8').catch(nullWhenMissing);
  return text === null ? undefined : parseRecord(text);
}

/** A record from its text; undefined when it is none. */
export function parseRecord(text: string): ArtifactRecord | undefined {
  try {
    return artifactRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
