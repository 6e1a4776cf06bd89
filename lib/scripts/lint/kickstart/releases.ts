/** Releases that read kickstarts, and which of them know a thing. */
import facts from './facts.json';

export interface Release {
  product: 'F' | 'R';
  number: number;
}

/** First and last release of each product that knows a thing; null where none does. */
export type Span = Record<'F' | 'R', [number, number] | null>;

const axes: Span = {
  F: [facts.fedora[0] ?? 0, facts.fedora[1] ?? 0],
  R: [facts.rhel[0] ?? 0, facts.rhel[1] ?? 0],
};

/** Every release that the table of commands tells of, oldest first. */
export const releases: Release[] = (['F', 'R'] as const).flatMap((product) => {
  const [first, last] = axes[product] ?? [1, 0];
  return Array.from({ length: last - first + 1 }, (_, index) => ({
    product,
    number: first + index,
  }));
});

/** Reads `F R8-`, `F-33 R-8`, `F28-44`, `R8`: products with their first and last release. */
export function parseSpan(text: string): Span {
  const span: Span = { F: null, R: null };
  for (const part of text.split(' ')) {
    const found = /^([FR])(\d*)(-?)(\d*)$/.exec(part);
    if (!found) continue;
    const product = found[1] as 'F' | 'R';
    const [first, last] = axes[product] ?? [0, 0];
    const from = found[2] ? Number(found[2]) : first;
    const to = found[4] ? Number(found[4]) : found[3] || !found[2] ? last : from;
    span[product] = [from, to];
  }
  return span;
}

/** True where the release is within. */
export function within(span: Span | null, { product, number }: Release): boolean {
  const range = span?.[product];
  return range != null && number >= range[0] && number <= range[1];
}

/** Whether all, some or none of the releases are within. */
export function howMany(span: Span | null, among: Release[]): 'all' | 'some' | 'none' {
  if (!span) return 'none';
  const count = among.filter((release) => within(span, release)).length;
  return count === 0 ? 'none' : count === among.length ? 'all' : 'some';
}

/** The newest release of each product among those. */
export function newestOf(among: Release[]): Release[] {
  return (['F', 'R'] as const).flatMap((product) => {
    const mine = among.filter((release) => release.product === product);
    return mine.at(-1) ?? [];
  });
}

/** RHEL as it is still supported everywhere, and the newest Fedora. */
export const current: Release[] = [
  ...newestOf(releases).filter(({ product }) => product === 'F'),
  { product: 'R', number: 8 },
  { product: 'R', number: 9 },
  { product: 'R', number: 10 },
];

const names = { F: 'Fedora', R: 'RHEL' };

/** `Fedora 28 and later, RHEL 8 to 9`. */
export function spanInWords(span: Span): string {
  const parts = (['F', 'R'] as const).flatMap((product) => {
    const range = span[product];
    if (!range) return [];
    const [first, last] = axes[product] ?? [0, 0];
    const [from, to] = range;
    const name = names[product];
    if (from === first && to === last) return `every ${name}`;
    if (from === to) return `${name} ${from}`;
    if (to === last) return `${name} ${from} and later`;
    return from === first ? `${name} up to ${to}` : `${name} ${from} to ${to}`;
  });
  return parts.join(', ');
}

/**
 * The release that a kickstart says it is for: `#version=RHEL9`, which the
 * installer itself writes into the first line. Null where it says none that
 * we know; `DEVEL` is the newest Fedora.
 */
export function statedRelease(text: string): Release | null {
  const found = /^#\s*version=(DEVEL|RHEL(\d+)|F(\d+))\s*$/m.exec(text);
  if (!found) return null;
  const stated: Release = found[2]
    ? { product: 'R', number: Number(found[2]) }
    : { product: 'F', number: Number(found[3] ?? axes.F?.[1]) };
  return within(axes, stated) ? stated : null;
}
