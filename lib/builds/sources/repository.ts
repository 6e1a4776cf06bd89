/** Sources from git: our own bare copy of a repository, and trees taken out of it. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from '@/lib/core/exec';
import { git } from './git';
import type { SourceVersion } from './schema';

/** A whole history over a slow line, in milliseconds. */
const fetchTimeLimit = 20 * 60 * 1000;

interface Work {
  signal: AbortSignal;
  log: (line: string) => void;
}

/** What the commit of a repository is, in words and by date. */
export async function versionOf(
  given: Work & { repository: string; commit: string },
): Promise<SourceVersion> {
  const { repository, signal } = given;
  const own = ['-c', `safe.directory=${repository}`, `--git-dir=${repository}`];
  const commit = (
    await git({ args: [...own, 'rev-parse', '--verify', `${given.commit}^{commit}`], signal })
  ).trim();
  const describe = await git({
    args: [...own, 'describe', '--tags', '--always', '--abbrev=9', commit],
    signal,
  });
  const date = await git({ args: [...own, 'show', '-s', '--format=%ct', commit], signal });
  return {
    commit,
    describe: describe.trim(),
    date: new Date(Number(date.trim()) * 1000).toISOString(),
  };
}

/** Brings our copy of a repository up to date; gives the commit that `ref` names there. */
export async function fetchRepository(
  given: Work & { repository: string; url: string; ref: string },
): Promise<SourceVersion> {
  try {
    return await fetchOnce(given);
  } catch (error) {
    given.signal.throwIfAborted();
    // What a killed git left behind is no reason to fail for ever.
    if (
      !existsSync(given.repository) ||
      !/\.lock'|corrupt|bad object|not a git/i.test(String(error))
    ) {
      throw error;
    }
    given.log('The copy of the repository is not whole; it is fetched anew.');
    await rm(given.repository, { recursive: true, force: true });
    return await fetchOnce(given);
  }
}

async function fetchOnce(
  given: Work & { repository: string; url: string; ref: string },
): Promise<SourceVersion> {
  const { repository, url, ref, signal, log } = given;
  if (!existsSync(path.join(repository, 'HEAD'))) {
    await mkdir(path.dirname(repository), { recursive: true });
    await git({ args: ['init', '--quiet', '--bare', '--', repository], signal });
  }
  await git({
    args: [
      `--git-dir=${repository}`,
      'fetch',
      '--force',
      '--no-tags',
      '--no-recurse-submodules',
      '--',
      url,
      `+${ref}:refs/provisioner/wanted`,
      '+refs/tags/*:refs/tags/*',
    ],
    signal,
    timeout: fetchTimeLimit,
    log,
  });
  return versionOf({ repository, commit: 'refs/provisioner/wanted', signal, log });
}

/** Writes the files of a commit to `target`, which appears whole or not at all. */
export async function exportTree(
  given: Work & { repository: string; commit: string; target: string },
): Promise<void> {
  const { repository, commit, target, signal } = given;
  const half = `${target}.half`;
  const archive = `${target}.tar`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true });
  try {
    await git({
      args: [
        '-c',
        `safe.directory=${repository}`,
        `--git-dir=${repository}`,
        'archive',
        '--format=tar',
        `--output=${archive}`,
        commit,
      ],
      signal,
    });
    await run({
      program: 'tar',
      args: ['-xf', archive, '-C', half, '--no-same-owner'],
      timeout: 120_000,
      signal,
    });
    await rename(half, target);
  } finally {
    await rm(archive, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}
