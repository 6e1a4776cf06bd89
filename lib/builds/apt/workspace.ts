/**
 * A private corner for apt: its own lists, archives and an empty status file,
 * so that "what would a blank machine need for these packages" can be asked
 * and fetched without touching the system and without being root. Sources,
 * keyrings, credentials, proxies and pinning are the machine's own.
 */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@/lib/core/exec';
import { type Architecture, privateConfiguration } from './configuration';
import { hostSources, type SourceFile, sourcesFor } from './sources';

/** Milliseconds for which fetched package lists count as fresh. */
const freshness = 60 * 60 * 1000;
const updateTimeLimit = 5 * 60 * 1000;

export interface AptWorkspace {
  /** Absolute path of the folder that holds everything. */
  folder: string;
  /** Absolute path of the configuration, for `apt-get -c`. */
  configuration: string;
  /** The distribution's name in lower case, such as `debian`. */
  distribution: string;
  /** The release's codename, such as `bookworm`. */
  release: string;
  /** The apt source files that it works with. */
  sources: SourceFile[];
}

interface OpenRequest {
  /** Folder for downloads that builds share. */
  cache: string;
  /** Codename; the machine's own release when unset. */
  release?: string;
  /** Of the packages; the system's own list of architectures stays as it is. */
  architecture?: Architecture;
  signal: AbortSignal;
  log?: (line: string) => void;
}

/** One opening at a time for each folder: two updates of one list folder collide. */
const openings = new Map<string, Promise<unknown>>();

/**
 * Opens the workspace for a release below the cache folder, and fetches the
 * package lists when they are older than an hour. Lists that cannot be
 * fetched are an error only when there are none from before.
 */
export async function openWorkspace(request: OpenRequest): Promise<AptWorkspace> {
  const host = await hostSources();
  const release = request.release ?? host.release;
  const { architecture = 'amd64' } = request;
  const name = architecture === 'amd64' ? release : `${release}-${architecture}`;
  const folder = path.join(path.resolve(request.cache), 'apt', name);
  const turn = (openings.get(folder) ?? Promise.resolve())
    .catch(() => undefined)
    .then(async () => {
      const workspace: AptWorkspace = {
        folder,
        configuration: path.join(folder, 'apt.conf'),
        distribution: host.distribution,
        release,
        sources: sourcesFor({ files: host.files, from: host.release, to: release }),
      };
      await prepare({ workspace, ownSources: release !== host.release, architecture });
      await refresh({ workspace, signal: request.signal, log: request.log });
      return workspace;
    });
  openings.set(folder, turn);
  return turn;
}

async function prepare({
  workspace,
  ownSources,
  architecture,
}: {
  workspace: AptWorkspace;
  ownSources: boolean;
  architecture: Architecture;
}): Promise<void> {
  const { folder } = workspace;
  for (const part of ['state', 'lists/partial', 'cache', 'archives/partial', 'sources']) {
    await mkdir(path.join(folder, part), { recursive: true });
  }
  await writeFile(path.join(folder, 'status'), '');
  if (ownSources) {
    for (const source of workspace.sources) {
      await writeFile(path.join(folder, 'sources', source.name), source.text);
    }
  }
  const text = privateConfiguration({ folder, ownSources, architecture });
  const half = `${workspace.configuration}.${process.pid}`;
  await writeFile(half, text);
  await rename(half, workspace.configuration);
}

async function refresh({
  workspace,
  signal,
  log,
}: {
  workspace: AptWorkspace;
  signal: AbortSignal;
  log: ((line: string) => void) | undefined;
}): Promise<void> {
  const stamp = path.join(workspace.folder, 'updated');
  const age = await stat(stamp).then(
    (found) => Date.now() - found.mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
  if (age < freshness) return;
  try {
    await run({
      program: 'apt-get',
      args: ['-c', workspace.configuration, '-qq', '--error-on=any', 'update'],
      timeout: updateTimeLimit,
      signal,
      onLine: log,
    });
    await rm(path.join(workspace.folder, 'pkgcache.bin'), { force: true });
    await writeFile(stamp, '');
  } catch (error) {
    if (signal.aborted || !existsSync(stamp)) throw error;
    log?.(`Package lists could not be fetched; those from before are used. ${String(error)}`);
  }
}
