/** SYSLINUX's modules: what each needs, and which a configuration names. */
import { readFile } from 'node:fs/promises';
import { didYouMean } from '@/lib/scripts/lint/spelling';
import { placeOf } from './places';

const programDynamic = 2;
const tagNeeded = 1;
const tagStrings = 5;

/**
 * The libraries that a module names (DT_NEEDED). Modules are 32-bit ELF whose
 * addresses are offsets in the file; field offsets are those of the System V
 * ABI, chapter 5.
 */
export function neededModules(file: Buffer): string[] {
  if (file.length < 52 || file.toString('latin1', 0, 5) !== '\x7fELF\x01') return [];
  const start = file.readUInt32LE(28);
  const size = file.readUInt16LE(42);
  const headers = Array.from({ length: file.readUInt16LE(44) }, (_, index) => start + index * size);
  const dynamic = headers.find((at) => file.readUInt32LE(at) === programDynamic);
  if (dynamic === undefined) return [];
  const from = file.readUInt32LE(dynamic + 4);
  const to = from + file.readUInt32LE(dynamic + 16);
  const needed: number[] = [];
  let strings = 0;
  for (let at = from; at < to; at += 8) {
    const value = file.readUInt32LE(at + 4);
    if (file.readInt32LE(at) === tagNeeded) needed.push(value);
    if (file.readInt32LE(at) === tagStrings) strings = value;
  }
  return needed.map((name) => {
    const begin = strings + name;
    return file.toString('latin1', begin, file.indexOf(0, begin));
  });
}

/** Those files with all modules that they need, in order of name. */
export async function withNeeds(names: Iterable<string>): Promise<string[]> {
  const found = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    if (name.endsWith('.c32')) waiting.push(...neededModules(await readFile(placeOf(name).file)));
  }
  return [...found].sort();
}

/** Directives whose first word is a program to run. */
const runs = /^\s*(ui|default|ontimeout|onerror|kernel|linux|boot|com32)\s+(\S+)/i;
/** Of those, the ones that can be nothing but a module. */
const runsModule = /^(ui|com32)$/i;

export interface NamedFile {
  /** In lower case: FAT knows no other. */
  name: string;
  /** As the configuration spells it. */
  spelt: string;
  /** Counted from 1. */
  line: number;
}

/** The modules that a configuration names, and `memdisk`. */
export function namedModules(configuration: string): NamedFile[] {
  return configuration.split(/\r\n|\n|\r/).flatMap((text, index) => {
    const [, directive = '', spelt = ''] = runs.exec(text) ?? [];
    const name = spelt.replace(/^\/syslinux\//i, '').toLowerCase();
    const isFile = name.endsWith('.c32') || name === 'memdisk' || runsModule.test(directive);
    return isFile ? [{ name, spelt, line: index + 1 }] : [];
  });
}

/** Throws a sentence for the first that SYSLINUX does not have. */
export function demandModules({ named, known }: { named: NamedFile[]; known: Set<string> }): void {
  for (const { name, spelt, line } of named) {
    if (known.has(name)) continue;
    const where = `configuration: line ${line} names the module "${spelt.slice(0, 80)}"`;
    const file = name.split('/').at(-1) ?? name;
    const module = /\.\w+$/.test(file) ? file : `${file}.c32`;
    if (name !== file && known.has(file)) {
      throw new Error(`${where}; the image's modules are in /syslinux: write "${file}".`);
    }
    throw new Error(`${where}, which SYSLINUX does not have${didYouMean(module, known)}`);
  }
}
