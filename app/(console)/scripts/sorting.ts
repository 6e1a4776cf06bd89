import type { ScriptSummary } from '@/lib/scripts/schema';

export const sortKeys = ['title', 'kind', 'revision', 'size', 'used', 'saved'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  key: SortKey;
  down: boolean;
}

/** What the URL says: `title`, or `-saved` for the newest first. */
export function readSorting(text: string | undefined): Sorting {
  const name = text?.replace(/^-/, '');
  const key = sortKeys.find((one) => one === name);
  return key ? { key, down: text?.startsWith('-') === true } : { key: 'title', down: false };
}

export function writeSorting({ key, down }: Sorting): string {
  return down ? `-${key}` : key;
}

const hostsOf = (script: ScriptSummary) =>
  script.usedBy.reduce((sum, profile) => sum + profile.hosts, 0);

const order: Record<SortKey, (left: ScriptSummary, right: ScriptSummary) => number> = {
  title: (left, right) => left.title.localeCompare(right.title, 'en', { sensitivity: 'base' }),
  kind: (left, right) => left.kind.localeCompare(right.kind),
  revision: (left, right) => left.revision - right.revision,
  size: (left, right) => left.bytes - right.bytes,
  used: (left, right) => left.usedBy.length - right.usedBy.length || hostsOf(left) - hostsOf(right),
  saved: (left, right) => left.savedAt.localeCompare(right.savedAt),
};

/** The scripts in that order; equals by title, then as they were. */
export function sorted(scripts: ScriptSummary[], { key, down }: Sorting): ScriptSummary[] {
  const sign = down ? -1 : 1;
  return [...scripts].sort(
    (left, right) => sign * order[key](left, right) || order.title(left, right),
  );
}
