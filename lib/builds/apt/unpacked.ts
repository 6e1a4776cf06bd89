/**
 * A package's files without installing it, of this machine's architecture or
 * of another: downloaded in the private corner, unpacked once per version.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@/lib/core/exec';
import { noteCacheUse } from '../caches/prune';
import type { Architecture } from './configuration';
import { type AptWorkspace, openWorkspace } from './workspace';

interface PackageRequest {
  /** Folder for downloads that builds share. */
  cache: string;
  name: string;
  architecture: Architecture;
  signal: AbortSignal;
  log?: (line: string) => void;
}

/**
 * The unpacked files of the package's newest version in this machine's own
 * release. Throws what apt says when it is not to be had.
 */
export async function unpackedPackage(
  request: PackageRequest,
): Promise<{ version: string; folder: string }> {
  const workspace = await openWorkspace(request);
  const version = await candidate({ ...request, workspace });
  const folder = path.join(
    path.resolve(request.cache),
    'packages',
    `${request.name}_${version}_${request.architecture}`,
  );
  if (!existsSync(folder)) await unpack({ ...request, workspace, version, folder });
  await noteCacheUse(folder);
  return { version, folder };
}

/** What apt-cache answered; it takes a second, and its answer changes with the lists alone. */
const candidates = new Map<string, { version: string; listsOf: number }>();

async function candidate({
  name,
  workspace,
  signal,
}: PackageRequest & { workspace: AptWorkspace }): Promise<string> {
  const key = path.join(workspace.folder, name);
  const listsOf = (await stat(path.join(workspace.folder, 'updated'))).mtimeMs;
  const known = candidates.get(key);
  if (known?.listsOf === listsOf) return known.version;
  const text = await run({
    program: 'apt-cache',
    args: ['-c', workspace.configuration, 'show', '--no-all-versions', '--', name],
    timeout: 60_000,
    env: { LC_ALL: 'C' },
    signal,
  });
  const version = /^Version: (\S+)$/m.exec(text)?.[1];
  if (!version) throw new Error(`${workspace.release} has no package "${name}".`);
  candidates.set(key, { version, listsOf });
  return version;
}

/** By rename, so that nobody meets half of it; who comes second throws its own copy away. */
async function unpack({
  name,
  version,
  folder,
  workspace,
  signal,
  log,
}: PackageRequest & { workspace: AptWorkspace; version: string; folder: string }): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const half = await mkdtemp(`${folder}.half-`);
  const step = { cwd: half, timeout: 5 * 60_000, env: { LC_ALL: 'C' }, signal, onLine: log };
  try {
    const args = ['-c', workspace.configuration, '-q', 'download', '--', `${name}=${version}`];
    await run({ program: 'apt-get', args, ...step });
    const archive = (await readdir(half)).find((file) => file.endsWith('.deb'));
    if (!archive) throw new Error(`apt-get downloaded no ${name} ${version}.`);
    await run({ program: 'dpkg', args: ['-x', archive, 'files'], ...step });
    await rename(path.join(half, 'files'), folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}
