import type { Finding } from '@/lib/scripts/lint/schema';

const nameOf = (finding: Finding) =>
  `${finding.rule}:${finding.line}:${finding.column}:${finding.message}`;

/** What the server found and the browser cannot find by itself. */
export function onlyThere(there: Finding[], here: Finding[]): Finding[] {
  const known = new Set(here.map(nameOf));
  return there.filter((finding) => !known.has(nameOf(finding)));
}

/** Both by place, each finding once. */
export function together(here: Finding[], there: Finding[]): Finding[] {
  return [...here, ...onlyThere(there, here)].sort(
    (left, right) => left.line - right.line || left.column - right.column,
  );
}
