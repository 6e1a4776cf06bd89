/** Builds the console when its sources have changed since, and only then. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { LockHeld, takeLock } from './lock';

/** All that a build depends on; folders with everything in them. */
const sources = [
  'app',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'postcss.config.mjs',
  'package-lock.json',
];

const stamp = '.next/provisioner-build';

/**
 * Builds when needed, and waits when another process is building here.
 * Throws with the output of `next build` when it fails.
 */
export async function buildConsole(given: {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  say: (line: string) => void;
}): Promise<void> {
  if (isCurrent(fingerprint())) return;
  mkdirSync('.next', { recursive: true });
  const release = await waitForLock(given);
  try {
    const wanted = fingerprint();
    if (isCurrent(wanted)) return; // the one we waited for has built it
    given.say('Building the console: once after every change, about a minute …');
    const started = Date.now();
    await nextBuild(given);
    writeFileSync(stamp, wanted);
    given.say(`Built in ${Math.round((Date.now() - started) / 1000)} s.`);
  } finally {
    release();
  }
}

function isCurrent(wanted: string): boolean {
  return (
    existsSync('.next/BUILD_ID') && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  );
}

/** A hash over the names and contents of all sources but tests. */
export function fingerprint(root = '.'): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(root, source)) {
      hash
        .update(`${file}\0`)
        .update(readFileSync(path.join(root, file)))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesOf(root: string, source: string): string[] {
  const full = path.join(root, source);
  if (!existsSync(full)) return [];
  const entries = readdirSync(path.dirname(full), { withFileTypes: true });
  if (entries.some((entry) => entry.name === path.basename(full) && entry.isFile())) {
    return [source];
  }
  return readdirSync(full, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function waitForLock(given: {
  signal: AbortSignal;
  say: (line: string) => void;
}): Promise<() => void> {
  for (let told = false; ; told = true) {
    try {
      return takeLock('.next/provisioner-lock');
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      if (!told) given.say(`Waiting for process ${error.pid}, which is building the console …`);
      await new Promise((resolve) => setTimeout(resolve, 500));
      given.signal.throwIfAborted();
    }
  }
}

function nextBuild(given: { env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<void> {
  const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
    env: { ...given.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: given.signal,
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve();
      const text = Buffer.concat(output).toString().trimEnd();
      reject(new Error(`The build of the console failed (${signal ?? code}):\n${text}`));
    });
  });
}
