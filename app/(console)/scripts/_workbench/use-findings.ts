import { useEffect, useMemo, useState } from 'react';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import type { Finding } from '@/lib/scripts/lint/schema';
import type { Dialect, ScriptKind } from '@/lib/scripts/schema';
import { onlyThere, together } from './found';
import { serverFindings } from './server-findings';

/** Milliseconds of quiet before the text is checked here, and before the server is asked. */
const pauses = { here: 200, there: 900 };

/** `here only`: the server could not be asked. */
export type Checking = 'checking' | 'checked' | 'here only';

/**
 * What is wrong with a text: at once what the browser can tell, after a pause
 * what the server knows more (other programs, the team's scripts and secrets).
 * What the server said stays until it says something else.
 */
export function useFindings(given: {
  kind: ScriptKind;
  title: string;
  text: string;
  template: boolean;
  dialect: Dialect | null;
  capabilities: Capabilities | null;
  /** Rules of which the server is not heard: it does not know which binary runs the text. */
  onlyHere?: readonly string[];
}): { findings: Finding[]; checking: Checking } {
  const { kind, title, text, template, dialect } = given;
  const unheard = given.onlyHere?.join(' ') ?? '';
  // Every rendering of the page brings a new object that says the same.
  const told = JSON.stringify(given.capabilities);
  const capabilities = useMemo(() => JSON.parse(told) as Capabilities | null, [told]);
  const [here, setHere] = useState<Finding[]>([]);
  const [there, setThere] = useState<Finding[]>([]);
  const [checking, setChecking] = useState<Checking>('checking');
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    setChecking('checking');
    const check = async () => {
      const { checkScript } = await import('@/lib/scripts/lint/check');
      return checkScript({ kind, dialect, template, text, capabilities });
    };
    const soon = setTimeout(async () => {
      const found = await check();
      if (!signal.aborted) setHere(found);
    }, pauses.here);
    const later = setTimeout(async () => {
      const asked = { kind, title, text, template, dialect, signal };
      const [found, said] = await Promise.all([check(), serverFindings(asked).catch(() => null)]);
      if (signal.aborted) return;
      const heard = said?.filter(({ rule }) => !unheard.split(' ').includes(rule));
      if (heard) setThere(onlyThere(heard, found));
      setChecking(said ? 'checked' : 'here only');
    }, pauses.there);
    return () => {
      stop.abort();
      clearTimeout(soon);
      clearTimeout(later);
    };
  }, [kind, title, text, template, dialect, capabilities, unheard]);
  const findings = useMemo(() => together(here, there), [here, there]);
  return { findings, checking };
}
