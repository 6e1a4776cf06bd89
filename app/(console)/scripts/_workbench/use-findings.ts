import { useEffect, useMemo, useState } from 'react';
import type { Finding } from '@/lib/scripts/lint/schema';
import type { Dialect, ScriptKind } from '@/lib/scripts/schema';
import { checkScriptAction } from '../actions';
import { onlyThere, together } from './found';

/** Milliseconds of quiet before the text is checked here, and before the server is asked. */
const pauses = { here: 200, there: 900 };

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
}): { findings: Finding[]; checking: boolean } {
  const { kind, title, text, template, dialect } = given;
  const [here, setHere] = useState<Finding[]>([]);
  const [there, setThere] = useState<Finding[]>([]);
  const [checking, setChecking] = useState(true);
  useEffect(() => {
    let over = false;
    setChecking(true);
    const check = async () => {
      const { checkScript } = await import('@/lib/scripts/lint/check');
      return checkScript({ kind, dialect, template, text });
    };
    const soon = setTimeout(async () => {
      const found = await check();
      if (!over) setHere(found);
    }, pauses.here);
    const later = setTimeout(async () => {
      const [found, result] = await Promise.all([
        check(),
        checkScriptAction({ kind, title, dialect, template, text }),
      ]);
      if (over) return;
      if (result.ok) setThere(onlyThere(result.value, found));
      setChecking(false);
    }, pauses.there);
    return () => {
      over = true;
      clearTimeout(soon);
      clearTimeout(later);
    };
  }, [kind, title, text, template, dialect]);
  const findings = useMemo(() => together(here, there), [here, there]);
  return { findings, checking };
}
