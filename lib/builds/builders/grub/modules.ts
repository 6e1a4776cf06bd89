/** What GRUB has for a platform: its modules, what they need, and what they bring. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '@/lib/scripts/lint/spelling';

export interface GrubModules {
  /** All there are. */
  names: Set<string>;
  /** Modules that a module needs. */
  needs: Map<string, string[]>;
  /** Command to the module that brings it. */
  commands: Map<string, string>;
  /** Terminal, such as `gfxterm`, to the module that brings it. */
  terminals: Map<string, string>;
}

/** Reads the folder of the platform. Throws when it holds no GRUB. */
export async function readModules(folder: string): Promise<GrubModules> {
  const list = async (name: string) => parseList(await readFile(path.join(folder, name), 'utf8'));
  const files = await readdir(folder);
  return {
    names: new Set(
      files.filter((file) => file.endsWith('.mod')).map((file) => file.slice(0, -'.mod'.length)),
    ),
    needs: new Map(
      (await list('moddep.lst')).map(([name, rest]) => [name, rest.split(' ').filter(Boolean)]),
    ),
    // A star marks a command that parses its options by itself.
    commands: new Map((await list('command.lst')).map(([name, rest]) => [bare(name), rest])),
    // `i` or `o` in front is for input and output; `serial_*` is any of them.
    terminals: new Map(
      (await list('terminal.lst')).map(([name, rest]) => [name.slice(1).replace(/_\*$/, ''), rest]),
    ),
  };
}

/** Lines of the form `name: value`. */
export function parseList(text: string): [string, string][] {
  return [...text.matchAll(/^([^:\n]+): ?(.*)$/gm)].map(([, name = '', rest = '']) => [
    name,
    rest.trim(),
  ]);
}

function bare(command: string): string {
  return command.replace(/^\*/, '');
}

/** Those modules with all that they need. */
export function withNeeds({
  wanted,
  modules,
}: {
  wanted: Iterable<string>;
  modules: GrubModules;
}): Set<string> {
  const found = new Set<string>();
  const waiting = [...wanted];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    waiting.push(...(modules.needs.get(name) ?? []));
  }
  return found;
}

/**
 * Modules that a configuration may want to load: those that `insmod` names,
 * and those that bring a command or terminal whose name occurs in it. A word
 * that only looks like one costs a few kilobytes in the image. `unknown` are
 * those of `insmod` that GRUB does not have here; a configuration for several
 * platforms may well name some.
 */
export function modulesOf({
  configuration,
  modules,
}: {
  configuration: string;
  modules: GrubModules;
}): { used: Set<string>; unknown: string[] } {
  const used = new Set<string>();
  const unknown = new Set<string>();
  for (const [, name = ''] of configuration.matchAll(/\binsmod[ \t]+([A-Za-z0-9_]+)/g)) {
    if (modules.names.has(name)) used.add(name);
    else unknown.add(name);
  }
  for (const [word] of configuration.matchAll(/[A-Za-z0-9_]+/g)) {
    const module = modules.commands.get(word) ?? modules.terminals.get(word);
    if (module !== undefined && modules.names.has(module)) used.add(module);
  }
  return { used, unknown: [...unknown].sort() };
}

/** Throws a sentence that names the modules that are not there, each with those that may be meant. */
export function demandKnown({
  wanted,
  modules,
  what,
}: {
  wanted: string[];
  modules: GrubModules;
  /** Which GRUB, such as `GRUB 2.06-13 for i386-pc`. */
  what: string;
}): void {
  const unknown = wanted
    .filter((name) => !modules.names.has(name))
    .map((word) => {
      const near = nearNames({ word, names: modules.names });
      return near.length > 0 ? `"${word}" (near it: ${near.join(', ')})` : `"${word}"`;
    });
  if (unknown.length > 0) throw new Error(`modules: ${what} has no module ${unknown.join(', ')}.`);
}

/** The one that is spelt most like it, and those of which one holds the other. */
function nearNames({ word, names }: { word: string; names: Set<string> }): string[] {
  const likely = nearest(word, names);
  const related = [...names]
    .filter((name) => name.includes(word) || (name.length > 3 && word.includes(name)))
    .sort();
  return [...new Set([...(likely ? [likely] : []), ...related])].slice(0, 5);
}
