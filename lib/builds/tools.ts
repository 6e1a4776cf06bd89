/** Whether the programs that a builder needs are here, and what brings them. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { childEnvironment } from '@/lib/core/env';
import type { NeededTool } from './builder';

/** Where administrators' programs are, which a plain user's PATH leaves out. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/bin', '/bin'];

/** Absolute path of a program in PATH or the system's folders, or null. */
export async function findProgram(program: string): Promise<string | null> {
  const folders = program.startsWith('/')
    ? ['']
    : [...(childEnvironment().PATH ?? '').split(':').filter(Boolean), ...systemFolders];
  for (const folder of folders) {
    const file = path.join(folder, program);
    const usable = await access(file, constants.X_OK).then(
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

/** The sentence about missing tools: what is missing, and the command that brings it. */
export function missingToolsSentence(missing: NeededTool[]): string {
  const programs = [...new Set(missing.map((tool) => tool.program))];
  const packages = [...new Set(missing.map((tool) => tool.package))].sort();
  const verb = programs.length === 1 ? 'is' : 'are';
  return `${listed(programs)} ${verb} not installed on the worker's machine. Install with: apt-get install ${packages.join(' ')}`;
}

/** Throws with that sentence when a tool is missing. */
export async function demandTools(tools: NeededTool[]): Promise<void> {
  const missing = await missingTools(tools);
  if (missing.length > 0) throw new Error(missingToolsSentence(missing));
}

function listed(words: string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
