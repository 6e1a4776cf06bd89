/** Whether the programs that a builder needs are here, and what brings them. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { childEnvironment } from '@/lib/core/env';
import type { NeededTool } from './builder';
import { missingToolsSentence } from './missing-tools';

/** Where administrators' programs are, which a plain user's PATH leaves out. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/**
 * Absolute path of a program in PATH or the system's folders, or null. An
 * absolute path is a file that a builder reads, such as a boot sector.
 */
export async function findProgram(program: string): Promise<string | null> {
  const read = program.startsWith('/');
  const folders = read
    ? ['']
    : [...(childEnvironment().PATH ?? '').split(':').filter(Boolean), ...systemFolders];
  for (const folder of folders) {
    const file = path.join(folder, program);
    const usable = await access(file, read ? constants.R_OK : constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return file;
  }
  return null;
}

/** Those of the tools that are not here. */
export async function missingTools(tools: NeededTool[]): Promise<NeededTool[]> {
  const found = await Promise.all(tools.map(({ program }) => findProgram(program)));
  return tools.filter((_tool, index) => found[index] === null);
}

/** Throws with that sentence when a tool is missing. */
export async function demandTools(tools: NeededTool[]): Promise<void> {
  const missing = await missingTools(tools);
  if (missing.length > 0) throw new Error(missingToolsSentence(missing));
}
