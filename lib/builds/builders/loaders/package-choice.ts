/**
 * Which iPXE package a build uses. Looking is cheap: apt is asked at most once
 * a day, in a private corner that leaves the system as it is; the answer is
 * kept in the cache folder.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { hostSources } from '@/lib/builds/apt/sources';
import { openWorkspace } from '@/lib/builds/apt/workspace';
import { run } from '@/lib/core/exec';
import { releaseForIpxe } from './releases';
import type { LoadersSpec } from './schema';

const packageChoice = z.object({
  from: z.enum(['release', 'system']),
  version: z.string(),
  /** Codename; `system` for the installed package. */
  suite: z.string(),
  /** Why it is not the one that was asked for. */
  reason: z.string().nullable(),
});
export type PackageChoice = z.infer<typeof packageChoice>;

const remembered = packageChoice.extend({ until: z.number() });

const day = 24 * 60 * 60 * 1000;
/**
 * What could not be had is asked for again so soon: a mirror that was away for
 * a moment must not give everybody an old package for longer.
 */
const failureMemory = 60 * 1000;

interface ChoiceRequest {
  spec: LoadersSpec;
  cache: string;
  signal: AbortSignal;
  now?: number;
}

/**
 * Chooses the package. `newest` falls back to the installed one, with the
 * reason; throws when there is neither.
 */
export async function choosePackage(request: ChoiceRequest): Promise<PackageChoice> {
  const { spec, cache, signal, now = Date.now() } = request;
  if (spec.suite === 'system') return systemPackage({ signal, reason: null });
  const file = choiceFile(cache);
  const known = await recall(file);
  if (known && known.until > now && (await stillTrue({ known, signal }))) return known;
  const choice = await newestPackage({ cache, signal });
  await remember({ file, choice, until: now + (choice.reason ? failureMemory : day) });
  return choice;
}

/** Forgets the choice, so that the next build asks apt again: its package has gone from the mirror. */
export async function forgetChoice({ cache }: { cache: string }): Promise<void> {
  await rm(choiceFile(cache), { force: true });
}

function choiceFile(cache: string): string {
  return path.join(cache, 'ipxe', 'choice.json');
}

async function newestPackage({
  cache,
  signal,
}: {
  cache: string;
  signal: AbortSignal;
}): Promise<PackageChoice> {
  try {
    const release = releaseForIpxe(await hostSources());
    const workspace = await openWorkspace({ cache, release, signal });
    const text = await run({
      program: 'apt-cache',
      args: ['-c', workspace.configuration, 'show', '--no-all-versions', 'ipxe'],
      timeout: 60_000,
      env: { LC_ALL: 'C' },
      signal,
    });
    const version = /^Version: (\S+)$/m.exec(text)?.[1];
    if (!version) throw new Error(`${release} has no package "ipxe".`);
    return { from: 'release', version, suite: release, reason: null };
  } catch (error) {
    signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    return systemPackage({ signal, reason });
  }
}

async function systemPackage({
  signal,
  reason,
}: {
  signal: AbortSignal;
  reason: string | null;
}): Promise<PackageChoice> {
  const version = await installedVersion(signal);
  if (version) return { from: 'system', version, suite: 'system', reason };
  const why = reason ? ` A newer one could not be had: ${reason}` : '';
  throw new Error(
    `The package "ipxe" is not installed. Install it, or choose the newest one.${why}`,
  );
}

async function installedVersion(signal: AbortSignal): Promise<string | null> {
  const text = await run({
    program: 'dpkg-query',
    args: ['-W', '-f', `\${db:Status-Abbrev} \${Version}`, 'ipxe'],
    timeout: 10_000,
    signal,
  }).catch(() => '');
  return /^ii\s+(\S+)$/.exec(text.trim())?.[1] ?? null;
}

/** A remembered fall-back to the system's package holds as long as that one is installed. */
async function stillTrue({
  known,
  signal,
}: {
  known: PackageChoice;
  signal: AbortSignal;
}): Promise<boolean> {
  return known.from === 'release' || (await installedVersion(signal)) === known.version;
}

async function recall(file: string) {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    return remembered.parse(JSON.parse(text));
  } catch {
    // Half a file or one of an older version: ask again.
    return null;
  }
}

async function remember({
  file,
  choice,
  until,
}: {
  file: string;
  choice: PackageChoice;
  until: number;
}): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const half = `${file}.${process.pid}`;
  await writeFile(half, JSON.stringify({ ...choice, until }));
  await rename(half, file);
}
