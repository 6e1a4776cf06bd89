/**
 * Renders with secrets, and says what is wrong without them: a problem names
 * what a value holds, and that may be a piece of a secret.
 */
import { type Rendered, renderScript } from '@/lib/scripts/template/render';
import type { Problem, Source, Variables } from '@/lib/scripts/template/schema';

/** As `renderScript`; where it fails, no problem tells of a secret's value. */
export function renderForHost(given: {
  source: Source;
  variables: Variables;
  include: (title: string) => Source | null;
}): Rendered {
  const rendered = renderScript(given);
  if (rendered.ok || Object.keys(given.variables.secrets).length === 0) return rendered;
  const masked = renderScript({ ...given, maskSecrets: true });
  if (!masked.ok) return masked;
  return { ok: false, problems: rendered.problems.map(withoutValue) };
}

/** With dots in its place it renders, so the value is what cannot stand there. */
function withoutValue(problem: Problem): Problem {
  const message =
    'The value of a secret cannot stand here: its characters are not possible in this place.';
  return { ...problem, message };
}

/** A problem as one sentence that names its place. */
export function sentenceOf({ title, line, column, message }: Problem): string {
  return `"${title}", line ${line}, column ${column}: ${message}`;
}
