/**
 * Publications on disk. A folder appears whole by one rename and is never
 * changed; the TFTP root points to the one in force and is exchanged by
 * another, so a machine sees the old files or the new ones. Transfers that
 * run keep the file that they opened.
 */
import {
  access,
  chmod,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { dataPath } from '@/lib/core/env';
import type { PublishedFile } from '../builders/loaders/publication';

/** How many old publications are kept beside the one in force. */
const keepOld = 4;

/** Makes `publications/<id>` with these files. Nothing to do when it is there. */
export async function layPublication(given: {
  id: string;
  /** Folder of the bootloaders; null before there are any. */
  from: string | null;
  files: PublishedFile[];
}): Promise<void> {
  const folder = dataPath('publications', given.id);
  if (await exists(folder)) return;
  const unfinished = dataPath('publications', `.${given.id}.${process.pid}`);
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await chmod(dataPath('publications'), 0o755);
  for (const file of given.files) {
    const target = path.join(unfinished, file.path);
    if ('text' in file) await writeFile(target, file.text);
    else await linkOrCopy(path.join(given.from ?? '', file.from), target);
    // dnsmasq reads them as a user of its own.
    await chmod(target, 0o644);
    await flush(target);
  }
  await chmod(unfinished, 0o755);
  await flush(unfinished);
  await rename(unfinished, folder).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(folder))) throw error;
  });
}

/** Points the TFTP root to a publication. */
export async function pointTo(id: string): Promise<void> {
  if ((await inForce()) === id) return;
  const next = dataPath(`.tftp.${process.pid}`);
  await rm(next, { force: true });
  await symlink(path.join('publications', id), next);
  await rename(next, dataPath('tftp'));
  await flush(dataPath());
}

/** Id of the publication that the TFTP root points to, or null. */
export async function inForce(): Promise<string | null> {
  const target = await readlink(dataPath('tftp')).catch(() => null);
  return target && (await exists(dataPath('tftp'))) ? path.basename(target) : null;
}

/** Removes all but the one in force and the newest few others. */
export async function prunePublications(): Promise<void> {
  const current = await inForce();
  const names = await readdir(dataPath('publications')).catch(() => []);
  const found = await Promise.all(
    names.map(async (name) => {
      const { mtimeMs } = await stat(dataPath('publications', name));
      return { name, mtimeMs };
    }),
  );
  const old = found
    .filter(({ name, mtimeMs }) => {
      // One that is being made has no finished name yet; an hour later it is a left-over.
      if (name.startsWith('.')) return Date.now() - mtimeMs > 3_600_000;
      return name !== current;
    })
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  for (const { name } of old.slice(keepOld)) {
    await rm(dataPath('publications', name), { recursive: true, force: true });
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    // Another file system, or one without hard links.
    await copyFile(from, to);
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function flush(target: string): Promise<void> {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
