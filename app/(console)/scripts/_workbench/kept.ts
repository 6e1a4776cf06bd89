import type { ScriptDetail, ScriptKind } from '@/lib/scripts/schema';
import { beginnings } from '../kinds';

/** The draft of somebody who has typed nothing. */
export function keptOf({ kind, script }: { kind: ScriptKind; script: ScriptDetail | null }) {
  return {
    key: `draft:${script?.id ?? `new-${kind}`}`,
    title: script?.title ?? '',
    text: script?.text ?? beginnings[kind],
    template: script?.template ?? false,
    dialect: script?.dialect ?? null,
    revision: script?.revision ?? 0,
  };
}

/** Which text a preview is of. */
export function originOf(given: {
  script: ScriptDetail | null;
  touched: boolean;
  base: number;
}): string {
  const { script, touched, base } = given;
  if (!script) return 'the text as typed here, not saved yet';
  return touched ? `the text as typed here, on top of r${base}` : `r${script.revision}, as saved`;
}
