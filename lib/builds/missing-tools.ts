/** The sentence about programs that are not there. Pure, for workers and pages alike. */
import type { NeededTool } from './builder';

/** What is missing, and the command that brings it. */
export function missingToolsSentence(missing: NeededTool[]): string {
  const programs = [...new Set(missing.map((tool) => tool.program))];
  const packages = [...new Set(missing.map((tool) => tool.package))].sort();
  const verb = programs.length === 1 ? 'is' : 'are';
  return `${listed(programs)} ${verb} not installed on the worker's machine. Install with: apt-get install ${packages.join(' ')}`;
}

function listed(words: string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
