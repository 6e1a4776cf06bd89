import type { Dialect, ScriptKind } from '@/lib/scripts/schema';

const dialectEndings: Record<Dialect, string> = {
  kickstart: 'ks',
  preseed: 'cfg',
  autoinstall: 'yaml',
  ignition: 'ign',
  autoyast: 'xml',
};

/** What a script is called as a file: `fedora-43-server.ks`. */
export function fileNameOf(script: {
  title: string;
  kind: ScriptKind;
  dialect: Dialect | null;
  text: string;
}): string {
  const name = script.title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${name || 'script'}.${endingOf(script)}`;
}

function endingOf({
  kind,
  dialect,
  text,
}: {
  kind: ScriptKind;
  dialect: Dialect | null;
  text: string;
}): string {
  if (kind === 'main' || kind === 'sub') return 'ipxe';
  if (dialect) return dialectEndings[dialect];
  const [first = ''] = text.slice(0, 200).split('\n');
  if (/^#!.*python/.test(first)) return 'py';
  if (/^#!.*node/.test(first)) return 'js';
  return 'sh';
}
