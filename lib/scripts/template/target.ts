/** Which language a script is in, so that values are escaped for it. */
import type { Dialect, ScriptKind } from '../schema';
import type { Target } from './schema';

const ofDialect: Record<Dialect, Target> = {
  kickstart: 'kickstart',
  preseed: 'preseed',
  autoinstall: 'yaml',
  ignition: 'json',
  autoyast: 'xml',
};

/** The target of a script: by its kind, its dialect, or the interpreter that `#!` names. */
export function targetOf(given: {
  kind: ScriptKind;
  dialect: Dialect | null;
  text: string;
}): Target {
  const { kind, dialect, text } = given;
  if (kind === 'main' || kind === 'sub') return 'ipxe';
  if (kind === 'kickstart') return ofDialect[dialect ?? 'kickstart'];
  const line = /^\uFEFF?#!([^\r\n]*)/.exec(text)?.[1];
  return line === undefined ? 'shell' : targetOfInterpreter(line);
}

/** The target of an interpreter, by the line that follows `#!` or by its path. */
export function targetOfInterpreter(line: string): Target {
  const words = line.trim().split(/\s+/);
  const named = words[0]?.endsWith('/env')
    ? words.slice(1).find((word) => !word.startsWith('-') && !word.includes('='))
    : words[0];
  const name = named?.split('/').at(-1) ?? '';
  if (/^(sh|bash|dash|ash|ksh|mksh|zsh|busybox)$/.test(name)) return 'shell';
  if (/^(platform-)?python[\d.]*$/.test(name)) return 'python';
  if (/^(node|nodejs|bun|deno)$/.test(name)) return 'javascript';
  return 'other';
}
