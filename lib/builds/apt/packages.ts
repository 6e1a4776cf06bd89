/** What a blank machine needs for some packages, asked of a private apt workspace. */
import { access, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@/lib/core/exec';
import type { AptWorkspace } from './workspace';

const queryTimeLimit = 60_000;
const downloadTimeLimit = 20 * 60_000;

export interface PackageVersion {
  name: string;
  version: string;
  architecture: string;
}

interface Query {
  workspace: AptWorkspace;
  signal: AbortSignal;
}

/** Path of the downloaded package file, named as apt names it. */
export function archivePath(workspace: AptWorkspace, found: PackageVersion): string {
  const version = found.version.replaceAll(':', '%3a');
  const file = `${found.name}_${version}_${found.architecture}.deb`;
  return path.join(workspace.folder, 'archives', file);
}

/**
 * The packages and everything they depend on, in order of name. Patterns of
 * apt such as `?essential` are understood. Throws what apt says when a
 * package is not to be had.
 */
export async function resolvePackages(
  request: Query & { packages: string[] },
): Promise<PackageVersion[]> {
  const { workspace, packages, signal } = request;
  const text = await run({
    program: 'apt-get',
    args: ['-c', workspace.configuration, '-y', '--simulate', 'install', '--', ...packages],
    timeout: queryTimeLimit,
    env: { LC_ALL: 'C' },
    signal,
  });
  return parseSimulation(text);
}

/** Reads the `Inst name (version origin [architecture])` lines of `apt-get --simulate`. */
export function parseSimulation(text: string): PackageVersion[] {
  const line = /^Inst (\S+) \((\S+) .*\[(\w+)\]\)/gm;
  return [...text.matchAll(line)]
    .map(([, name = '', version = '', architecture = '']) => ({
      name: name.replace(/:\w+$/, ''),
      version,
      architecture,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those of the names that have an installation candidate, in the given order. */
export async function availablePackages(request: Query & { names: string[] }): Promise<string[]> {
  const { workspace, names, signal } = request;
  const text = await run({
    program: 'apt-cache',
    args: ['-c', workspace.configuration, 'policy', ...names],
    timeout: queryTimeLimit,
    env: { LC_ALL: 'C' },
    signal,
  });
  const found = new Set(
    [...text.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (?!\(none\))/gm)].map(
      ([, name]) => name,
    ),
  );
  return names.filter((name) => found.has(name));
}

/** One download at a time for each workspace: two of them collide at apt's locks. */
const downloads = new Map<string, Promise<void>>();

/** Downloads what is not there yet; apt checks every file against its signed lists. */
export async function downloadPackages(
  request: Query & { packages: string[]; log: (line: string) => void },
): Promise<void> {
  const { folder } = request.workspace;
  const turn = (downloads.get(folder) ?? Promise.resolve())
    .catch(() => undefined)
    .then(() => {
      request.signal.throwIfAborted();
      return download(request);
    });
  downloads.set(folder, turn);
  return turn;
}

async function download(
  request: Query & { packages: string[]; log: (line: string) => void },
): Promise<void> {
  const { workspace, packages, signal, log } = request;
  await run({
    program: 'apt-get',
    args: [
      '-c',
      workspace.configuration,
      '-y',
      '-q',
      '--download-only',
      'install',
      '--',
      ...packages,
    ],
    timeout: downloadTimeLimit,
    env: { LC_ALL: 'C' },
    signal,
    onLine: log,
  });
}

/**
 * Makes a folder that is an apt repository of exactly these packages, for
 * programs that want a mirror. Its files are links into the archives.
 */
export async function makeRepository(
  request: Query & { packages: PackageVersion[]; folder: string },
): Promise<void> {
  const { workspace, packages, folder, signal } = request;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const found of packages) {
    const archive = archivePath(workspace, found);
    await access(archive);
    await symlink(archive, path.join(folder, path.basename(archive)));
  }
  const text = await run({
    program: 'apt-cache',
    args: [
      '-c',
      workspace.configuration,
      'show',
      '--no-all-versions',
      ...packages.map((found) => `${found.name}=${found.version}`),
    ],
    timeout: queryTimeLimit,
    env: { LC_ALL: 'C' },
    signal,
  });
  await writeFile(path.join(folder, 'Packages'), localStanzas(text));
}

/** Package stanzas with each `Filename` made local, and each stanza once. */
export function localStanzas(text: string): string {
  const stanzas = text
    .split(/\n\n+/)
    .map((stanza) => stanza.trim())
    .filter((stanza) => stanza !== '')
    .map((stanza) => {
      const field = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(stanza)?.[1] ?? '';
      const version = field('Version').replaceAll(':', '%3a');
      const file = `${field('Package')}_${version}_${field('Architecture')}.deb`;
      return stanza.replace(/^Filename: .*$/m, `Filename: ./${file}`);
    });
  return `${[...new Set(stanzas)].sort().join('\n\n')}\n`;
}
