/**
 * Sources on this machine's disk, below the cache: our copy of the
 * repository, one tree a version, and a note which one serves. Trees appear
 * by rename and are never written to afterwards.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { reasonOf } from '@/lib/core/errors';
import { withFileLock } from '@/lib/core/file-lock';
import { sha256 } from '@/lib/core/secret';
import { copyContent, isChanged, repositoryOf } from './folder';
import { parseLocation, type SourceLocation, shownLocation, shownText } from './location';
import { exportTree, fetchRepository, versionOf } from './repository';
import { type SourceVersion, sourceVersion } from './schema';

const note = sourceVersion.extend({
  /** A hash of it: a location may hold a password, and the cache is for everybody to read. */
  location: z.string(),
  lookedAt: z.iso.datetime(),
});

/** A version of a source, and where its files are. */
export interface Source extends SourceVersion {
  /** Absolute path; nobody writes there. */
  tree: string;
  /** When the location was looked at. */
  lookedAt: string;
}

/** Trees that stay besides the one that serves: builds at work may be taking from them. */
const treesKept = 2;

interface Look {
  /** The folder for downloads that builds share. */
  cache: string;
  /** As the installation names it. */
  location: string;
  signal: AbortSignal;
}

function placeOf(cache: string) {
  const root = path.join(path.resolve(cache), 'sources', 'ipxe');
  return {
    root,
    repository: path.join(root, 'repository.git'),
    trees: path.join(root, 'trees'),
    note: path.join(root, 'current.json'),
    lock: path.join(root, 'lock'),
  };
}

/** What is there already from that location, or null. */
export async function presentSource(given: Omit<Look, 'signal'>): Promise<Source | null> {
  const place = placeOf(given.cache);
  const read = note.safeParse(await readJson(place.note));
  if (!read.success || read.data.location !== sha256(given.location)) return null;
  const { location: _location, ...version } = read.data;
  const tree = path.join(place.trees, version.commit);
  return existsSync(tree) ? { ...version, tree } : null;
}

/** What is there already, or else what is to be had: a build must not fail because nobody asked before. */
export async function neededSource(
  given: Look & { log?: (line: string) => void },
): Promise<Source> {
  return (await presentSource(given)) ?? (await bringSource({ ...given, onlyMissing: true }));
}

/**
 * Looks at the location and takes what is there. Throws a sentence with the
 * way out; what was there before stays.
 */
export async function bringSource(
  given: Look & { log?: (line: string) => void; onlyMissing?: boolean },
): Promise<Source> {
  const { cache, location, signal } = given;
  const log = (line: string) => given.log?.(shownText({ text: line, location }));
  const place = placeOf(cache);
  return withFileLock({
    file: place.lock,
    signal,
    onWait: () => log('Another update is at work.'),
    work: async () => {
      const present = given.onlyMissing ? await presentSource(given) : null;
      if (present) return present;
      try {
        await mkdir(place.trees, { recursive: true });
        const version = await take({ from: parseLocation(location), place, signal, log });
        const tree = path.join(place.trees, version.commit);
        await demandIpxe(tree).catch(async (error) => {
          await rm(tree, { recursive: true, force: true });
          throw error;
        });
        const lookedAt = new Date().toISOString();
        await writeNote(place.note, { ...version, location: sha256(location), lookedAt });
        await removeOldTrees({ trees: place.trees, serving: version.commit });
        return { ...version, tree, lookedAt };
      } catch (error) {
        signal.throwIfAborted();
        // Without its cause, whose text holds the location as it is.
        throw new Error(withWayOut({ location, reason: reasonOf(error) }));
      }
    },
  });
}

async function take(given: {
  from: SourceLocation;
  place: ReturnType<typeof placeOf>;
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<SourceVersion> {
  const { from, place, signal, log } = given;
  if (from.kind === 'git') {
    log(`Fetching ${shownLocation(from.url)} (${from.ref}).`);
    const { repository } = place;
    const version = await fetchRepository({ ...from, repository, signal, log });
    return exported({ version, repository, place, signal, log });
  }
  const found = await stat(from.path).catch(() => null);
  if (!found?.isDirectory()) throw new Error(`${from.path} is no folder on the worker's machine.`);
  const own = repositoryOf(from.path);
  // Before anything of a folder that was named by mistake is copied.
  if (!own?.bare) await demandIpxe(from.path);
  if (own && (own.bare || !(await isChanged({ folder: from.path, signal })))) {
    const repository = own.path;
    const version = await versionOf({ repository, commit: 'HEAD', signal, log });
    return exported({ version, repository, place, signal, log });
  }
  log(
    own
      ? 'The work tree has changes of its own, so its content counts.'
      : 'The folder is no git work tree, so its content counts.',
  );
  const commit = await copyContent({ folder: from.path, into: place.trees, signal });
  return { commit, describe: own ? 'a changed work tree' : 'a folder', date: null };
}

async function exported(given: {
  version: SourceVersion;
  repository: string;
  place: ReturnType<typeof placeOf>;
  signal: AbortSignal;
  log: (line: string) => void;
}): Promise<SourceVersion> {
  const { version, place, log } = given;
  const target = path.join(place.trees, version.commit);
  if (!existsSync(target)) await exportTree({ ...given, commit: version.commit, target });
  log(`${version.describe} (${version.commit}) of ${version.date}.`);
  return version;
}

/** The files that the compiled engine works with; without them it is some other source. */
async function demandIpxe(tree: string): Promise<void> {
  for (const file of ['src/Makefile', 'src/image/embedded.c', 'src/config/general.h']) {
    if (existsSync(path.join(tree, file))) continue;
    throw new Error(`It is no source of iPXE: ${file} is missing in it.`);
  }
}

/** Undefined where there is none, or half of one after a power cut. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function writeNote(file: string, value: z.infer<typeof note>): Promise<void> {
  const half = `${file}.${process.pid}.half`;
  await writeFile(half, `${JSON.stringify(value, null, 2)}\n`);
  await rename(half, file);
}

async function removeOldTrees(given: { trees: string; serving: string }): Promise<void> {
  const { trees, serving } = given;
  const now = new Date();
  await utimes(path.join(trees, serving), now, now);
  const others = (await readdir(trees)).filter((name) => name !== serving);
  // Halves and archives of killed workers: who brings now has the lock, so nobody is at them.
  const rest = others.filter((name) => !isCommit(name));
  const aged = await Promise.all(
    others
      .filter(isCommit)
      .map(async (name) => ({ name, age: (await stat(path.join(trees, name))).mtimeMs })),
  );
  const old = aged.sort((one, other) => other.age - one.age).slice(treesKept);
  for (const name of [...rest, ...old.map((one) => one.name)]) {
    await rm(path.join(trees, name), { recursive: true, force: true });
  }
}

function isCommit(name: string): boolean {
  return sourceVersion.shape.commit.safeParse(name).success;
}

function withWayOut({ location, reason }: { location: string; reason: string }): string {
  const told = shownText({ text: reason, location }).trim();
  const said = /[.!?]$/.test(told) ? told : `${told}.`;
  return `iPXE's source could not be had from ${shownLocation(location)}: ${said} Set IPXE_SOURCE to a folder with the source, or to a git URL that the worker's machine reaches. Prebuilt iPXE needs none of this.`;
}
