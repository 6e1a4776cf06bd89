/** Files of daemons: written whole or not at all. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { ProcessFile } from './daemon';

/** Writes beside the file and exchanges it by a rename, so that nobody reads a half. */
export function writeWhole(path: string, content: string): void {
  const next = `${path}.new`;
  writeFileSync(next, content, { mode: 0o644 });
  renameSync(next, path);
}

/** Writes a candidate of a file for a check, lends it, and removes it. */
export async function withCandidate<T>(
  file: ProcessFile,
  use: (candidate: string) => Promise<T>,
): Promise<T> {
  const candidate = `${file.path}.candidate`;
  writeFileSync(candidate, file.content, { mode: 0o644 });
  try {
    return await use(candidate);
  } finally {
    rmSync(candidate, { force: true });
  }
}

export interface GoodConfiguration {
  files: ProcessFile[];
  config: string;
}

/** The last configuration that served, from before this worker's time; null when there is none. */
export function readGood(path: string): GoodConfiguration | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as GoodConfiguration;
  } catch {
    return null;
  }
}
