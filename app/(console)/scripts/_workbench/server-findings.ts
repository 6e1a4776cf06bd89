import { z } from 'zod';
import { type Finding, finding } from '@/lib/scripts/lint/schema';
import type { Dialect, ScriptKind } from '@/lib/scripts/schema';

const answer = z.object({ findings: z.array(finding) });

/**
 * What the server says of a text. By REST and not by an action: actions wait
 * for each other, and a save is not to wait until another program has looked.
 * Throws when there is no answer.
 */
export async function serverFindings(given: {
  kind: ScriptKind;
  title: string;
  text: string;
  template: boolean;
  dialect: Dialect | null;
  signal: AbortSignal;
}): Promise<Finding[]> {
  const { signal, ...asked } = given;
  const response = await fetch('/api/pxeboot/check', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
    signal,
  });
  if (!response.ok) throw new Error(`The check answered ${response.status}.`);
  return answer.parse(await response.json()).findings;
}
