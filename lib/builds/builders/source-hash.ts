/** What a builder is made of: a hash of its own files, so that an upgrade is noticed without building. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildKind } from '../builder';

/** SHA-256 (hex) over names and content of the files in the builder's folder; tests do not count. */
export async function sourceHash(kind: BuildKind): Promise<string> {
  const folder = path.join(import.meta.dirname, kind);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/\.test\.\w+$|\.pyc$/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = createHash('sha256').update(await readFile(path.join(folder, file)));
    hash.update(`${file} ${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}
