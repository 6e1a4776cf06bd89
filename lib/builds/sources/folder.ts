/** Sources from a folder: its commit where it is a clean git work tree, else its content. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import path from 'node:path';
import { git } from './git';

/** More than any source tree holds; a folder chosen by mistake is noticed soon. */
const limits = { files: 50_000, bytes: 1_000_000_000 };

/** The repository of a folder: its own `.git`, or itself where it is bare; null where it is none. */
export function repositoryOf(folder: string): { path: string; bare: boolean } | null {
  if (existsSync(path.join(folder, '.git')))
    return { path: path.join(folder, '.git'), bare: false };
  const bare = ['HEAD', 'objects', 'refs'].every((name) => existsSync(path.join(folder, name)));
  return bare ? { path: folder, bare: true } : null;
}

interface Look {
  folder: string;
  signal: AbortSignal;
}

/** Whether a work tree holds anything that its commit does not. */
export async function isChanged({ folder, signal }: Look): Promise<boolean> {
  const status = await git({
    args: ['-c', `safe.directory=${folder}`, '-C', folder, 'status', '--porcelain', '-z'],
    signal,
  });
  return status !== '';
}

/** Paths of the files that count, relative to the folder. */
async function filesOf({ folder, signal }: Look): Promise<string[]> {
  const listed = existsSync(path.join(folder, '.git'))
    ? (
        await git({
          args: [
            ...['-c', `safe.directory=${folder}`, '-C', folder, 'ls-files', '-z'],
            ...['--cached', '--others', '--exclude-standard'],
          ],
          signal,
        })
      )
        .split('\0')
        .filter(Boolean)
    : await walk(folder);
  const kept = [...new Set(listed)].filter(counts).sort();
  if (kept.length > limits.files) throw new Error(tooMuch(folder));
  return kept;
}

/** What make writes into the tree, and what we write there ourselves, is no source. */
function counts(file: string): boolean {
  return !/^(\.git\/|src\/(bin(-[^/]*)?|config\/local)\/)|\.(o|a|d|tmp)$/.test(file);
}

async function walk(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  const files: string[] = [];
  for (const entry of entries) {
    const name = path.join(below, entry.name);
    if (entry.isDirectory() && counts(`${name}/`)) files.push(...(await walk(folder, name)));
    else if (entry.isFile() || entry.isSymbolicLink()) files.push(name);
    if (files.length > limits.files) throw new Error(tooMuch(folder));
  }
  return files;
}

/**
 * Copies what counts of a folder to a place below `into`, named by the hash
 * of its content, and gives that name: `content-` and 64 hex digits.
 */
export async function copyContent({
  folder,
  into,
  signal,
}: Look & { into: string }): Promise<string> {
  const half = path.join(into, `copy.${process.pid}.half`);
  await rm(half, { recursive: true, force: true });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for (const file of await filesOf({ folder, signal })) {
      signal.throwIfAborted();
      const told = await copyOne({ from: path.join(folder, file), to: path.join(half, file) });
      if (!told) continue;
      bytes += told.size;
      if (bytes > limits.bytes) throw new Error(tooMuch(folder));
      hash.update(JSON.stringify([file, told.mode, told.sha256]));
    }
    const name = `content-${hash.digest('hex')}`;
    const target = path.join(into, name);
    if (!existsSync(target)) await rename(half, target);
    return name;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}

/** Copies a file or a link; null where it has gone, as git lists deleted files, too. */
async function copyOne(given: {
  from: string;
  to: string;
}): Promise<{ mode: string; sha256: string; size: number } | null> {
  const { from, to } = given;
  const found = await lstat(from).catch(() => null);
  if (!found || (!found.isFile() && !found.isSymbolicLink())) return null;
  await mkdir(path.dirname(to), { recursive: true });
  if (found.isSymbolicLink()) {
    const target = await readlink(from);
    await symlink(target, to);
    return { mode: 'link', sha256: target, size: 0 };
  }
  await copyFile(from, to);
  const executable = (found.mode & 0o100) !== 0;
  await chmod(to, executable ? 0o755 : 0o644);
  const sha256 = createHash('sha256')
    .update(await readFile(to))
    .digest('hex');
  return { mode: executable ? 'program' : 'file', sha256, size: found.size };
}

function tooMuch(folder: string): string {
  return `${folder} holds more than a source tree does: it must be the folder of the source alone.`;
}
