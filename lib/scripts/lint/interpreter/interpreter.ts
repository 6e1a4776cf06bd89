/** Reads a script's first line. */

export interface Interpreter {
  /** As written: `/usr/bin/env`. */
  path: string;
  /** Without its folder, and what `env` starts: `python3`. */
  name: string;
  /** More than one word behind the interpreter, which the kernel takes for one. */
  manyArguments: boolean;
}

/** What `#!` names, or null where the text has none. */
export function interpreterOf(text: string): Interpreter | null {
  const found = /^#![ \t]*([^\s]+)[ \t]*([^\r\n]*)/.exec(text);
  if (!found) return null;
  const path = found[1] ?? '';
  const words = (found[2] ?? '').trim().split(/\s+/).filter(Boolean);
  const base = path.slice(path.lastIndexOf('/') + 1);
  if (base !== 'env') return { path, name: base, manyArguments: words.length > 1 };
  const splits = words[0] === '-S';
  const named = words.filter((word) => !word.startsWith('-') && !word.includes('='));
  return { path, name: named[0] ?? '', manyArguments: words.length > 1 && !splits };
}

export type Language = 'sh' | 'bash' | 'dash' | 'ksh' | 'python' | 'javascript';

const languages: Record<string, Language> = {
  sh: 'sh',
  ash: 'dash',
  busybox: 'dash',
  dash: 'dash',
  bash: 'bash',
  ksh: 'ksh',
  node: 'javascript',
  nodejs: 'javascript',
};

/** The language that an interpreter runs, where we can check it. */
export function languageOf(name: string): Language | null {
  if (/^python3?(\.\d+)?$/.test(name) || name === 'platform-python') return 'python';
  return languages[name] ?? null;
}
