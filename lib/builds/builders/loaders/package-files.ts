/**
 * The distribution's iPXE binaries, unpacked once for each version of the
 * package in the shared cache: what loaders, iPXE binaries and media are put
 * together from without a compiler.
 */
import { randomUUID } from 'node:crypto';
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { openWorkspace } from '@/lib/builds/apt/workspace';
import { noteCacheUse } from '@/lib/builds/caches/prune';
import { run } from '@/lib/core/exec';
import { loaderAbilities, readAbilities } from './loader-abilities';
import { choosePackage, forgetChoice, type PackageChoice } from './package-choice';
import { type LoaderName, type LoadersSpec, loaderNames } from './schema';

export interface PackageRequest {
  /** Folder for downloads that builds share. */
  cache: string;
  signal: AbortSignal;
  /** `newest` when unset; see schema.ts. */
  suite?: LoadersSpec['suite'];
  log?: (line: string) => void;
}

export interface IpxePackage {
  /** Of the package. */
  version: string;
  /** Codename of the release it comes from, or `system`. */
  suite: string;
  /** Absolute path of the folder that holds the loaders under our names for them. */
  folder: string;
  /** Those that the package has. */
  loaders: PackageLoader[];
}

/** Kept beside the loaders: what must be there for the folder to count as whole. */
const packageLoader = loaderAbilities.extend({
  name: z.enum(Object.keys(loaderNames) as LoaderName[]),
  /** Bytes. */
  size: z.number(),
});
export type PackageLoader = z.infer<typeof packageLoader>;
const contents = z.array(packageLoader);
const contentsName = 'contents.json';

/** The usual two, without which the package is of no use. */
const indispensable: LoaderName[] = ['undionly.kpxe', 'snponly.efi'];

/** One unpacking at a time: whoever comes second finds what the first has left. */
let unpacking: Promise<unknown> = Promise.resolve();

/**
 * The prebuilt binaries, ready to be copied. Milliseconds when that version
 * has been unpacked before, else it is fetched (apt compares it with its
 * signed lists). Throws when there is neither a newer package nor an
 * installed one.
 */
export async function ipxePackage(request: PackageRequest): Promise<IpxePackage> {
  const { cache, signal, suite = 'newest', log = () => {} } = request;
  const choice = await choosePackage({
    spec: { engine: 'prebuilt', suite },
    cache,
    signal,
  });
  if (choice.reason) {
    log(`A newer iPXE could not be had, so the installed one is used: ${choice.reason}`);
  }
  log(`iPXE ${choice.version}, from ${sourceOf(choice)}.`);
  const folder = path.join(path.resolve(cache), 'ipxe', folderName(choice));
  const found =
    (await wholeFolder(folder)) ??
    (await inTurn(() => unpack({ choice, folder, cache, signal, log })));
  await noteCacheUse(folder);
  return { version: choice.version, suite: choice.suite, folder, loaders: found };
}

function sourceOf(choice: PackageChoice): string {
  return choice.from === 'release' ? `the release ${choice.suite}` : 'the installed package';
}

/** Versions hold nothing worse than `:`, `~` and `+` (Debian policy 5.6.12). */
function folderName({ suite, version }: PackageChoice): string {
  return `${suite}-${version.replaceAll(/[^A-Za-z0-9.+~-]/g, '_')}`;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = unpacking.catch(() => undefined).then(work);
  unpacking = turn;
  return turn;
}

/** The loaders in a folder that is as it was left, or null. */
async function wholeFolder(folder: string): Promise<PackageLoader[] | null> {
  try {
    const files = contents.parse(
      JSON.parse(await readFile(path.join(folder, contentsName), 'utf8')),
    );
    for (const { name, size } of files) {
      if ((await stat(path.join(folder, name))).size !== size) return null;
    }
    return files;
  } catch {
    // Not there, or half of it: it is unpacked again.
    return null;
  }
}

const halfPrefix = '.half-';

/** Removes what a worker left that was killed while it unpacked: nobody unpacks for an hour. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(halfPrefix))) {
    const found = await stat(path.join(folder, name)).catch(() => null);
    if (found && found.mtimeMs < Date.now() - 60 * 60 * 1000) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

interface Unpacking {
  choice: PackageChoice;
  folder: string;
  cache: string;
  signal: AbortSignal;
  log(line: string): void;
}

async function unpack(given: Unpacking): Promise<PackageLoader[]> {
  const before = await wholeFolder(given.folder);
  if (before) return before;
  given.signal.throwIfAborted();
  await sweep(path.dirname(given.folder));
  const half = path.join(path.dirname(given.folder), `${halfPrefix}${randomUUID()}`);
  const scratch = path.join(half, 'scratch');
  const target = path.join(half, 'files');
  await mkdir(scratch, { recursive: true });
  await mkdir(target);
  try {
    const files =
      given.choice.from === 'release'
        ? await fetchedFiles({ ...given, scratch })
        : await installedFiles(given);
    const loaders = await takeLoaders({ files, target, log: given.log });
    const first = await wholeFolder(given.folder);
    // Another worker's; its builds may be copying from it.
    if (first) return first;
    await rm(given.folder, { recursive: true, force: true });
    await rename(target, given.folder);
    return loaders;
  } catch (error) {
    const other = await wholeFolder(given.folder);
    if (other) return other;
    throw error;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Downloads the package, whose checksum apt compares with its signed lists, and unpacks it. */
async function fetchedFiles(given: Unpacking & { scratch: string }): Promise<string[]> {
  const { choice, cache, scratch, signal, log } = given;
  const workspace = await openWorkspace({ cache, release: choice.suite, signal, log });
  const options = { cwd: scratch, timeout: 5 * 60 * 1000, signal };
  try {
    await run({
      ...options,
      program: 'apt-get',
      args: ['-c', workspace.configuration, '-q', 'download', `ipxe=${choice.version}`],
      onLine: log,
    });
  } catch (error) {
    await forgetChoice({ cache });
    throw error;
  }
  // apt writes the colon of an epoch as %3a.
  const archive = `ipxe_${choice.version.replaceAll(':', '%3a')}_all.deb`;
  await run({ ...options, program: 'dpkg', args: ['-x', archive, 'unpacked'] });
  const list = await run({
    ...options,
    program: 'find',
    args: ['unpacked', '-not', '-type', 'd'],
  });
  return list
    .split('\n')
    .filter(Boolean)
    .map((file) => path.join(scratch, file));
}

async function installedFiles({ signal }: Unpacking): Promise<string[]> {
  const list = await run({ program: 'dpkg', args: ['-L', 'ipxe'], timeout: 10_000, signal });
  return list.split('\n').filter((file) => file.startsWith('/'));
}

/** Copies each loader that the package has under our name for it. Throws when it has not even the usual two. */
async function takeLoaders(given: {
  files: string[];
  target: string;
  log(line: string): void;
}): Promise<PackageLoader[]> {
  const taken: PackageLoader[] = [];
  for (const [name, spellings] of entriesOf(loaderNames)) {
    const found = given.files.find((file) => spellings.some((one) => one === path.basename(file)));
    if (!found) {
      given.log(`This package has no ${name}.`);
      continue;
    }
    const copy = path.join(given.target, name);
    // Some of them are links to another.
    await copyFile(await realpath(found), copy);
    const file = await readFile(copy);
    // Reading a packed loader takes a quarter of a second, so it is done once.
    taken.push({ ...readAbilities({ name, file }), name, size: file.length });
  }
  for (const name of indispensable) {
    if (!taken.some((one) => one.name === name)) {
      throw new Error(`The package "ipxe" does not contain ${name}.`);
    }
  }
  await writeFile(path.join(given.target, contentsName), JSON.stringify(taken));
  return taken;
}

function entriesOf<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
