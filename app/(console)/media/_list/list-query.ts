/** What the address of the list says: what it is narrowed by, and its order. */
import { type MediaKind, mediaKinds } from '@/lib/builds/builder';
import { type BuildState, buildStates } from '@/lib/builds/schema';
import type { MediumRow } from './medium-row';

export const sortKeys = ['title', 'kind', 'state', 'size', 'made'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface ListQuery {
  search: string;
  kind: MediaKind | null;
  state: BuildState | null;
  sort: SortKey;
  down: boolean;
}

type Params = Record<string, string | string[] | undefined>;

/** What cannot be read is left out, so that an old or mistyped link still shows a list. */
export function readListQuery(params: Params): ListQuery {
  const one = (name: string) => {
    const value = params[name];
    return typeof value === 'string' ? value : '';
  };
  const sort = one('sort');
  const key = sortKeys.find((name) => name === sort.replace(/^-/, ''));
  return {
    search: one('q').trim(),
    kind: mediaKinds.find((kind) => kind === one('kind')) ?? null,
    state: buildStates.find((state) => state === one('state')) ?? null,
    sort: key ?? 'made',
    // The newest first where nothing was said.
    down: key ? sort.startsWith('-') : true,
  };
}

/** The address of a list. */
export function listAddress({ search, kind, state, sort, down }: ListQuery): string {
  const params = new URLSearchParams();
  if (search) params.set('q', search);
  if (kind) params.set('kind', kind);
  if (state) params.set('state', state);
  if (sort !== 'made' || !down) params.set('sort', down ? `-${sort}` : sort);
  return params.size > 0 ? `/media?${params}` : '/media';
}

/** Sorted by one column; sorted by it already, the other way round. */
export function sortedBy(query: ListQuery, sort: SortKey): ListQuery {
  const first = sort === 'made' || sort === 'size';
  return { ...query, sort, down: query.sort === sort ? !query.down : first };
}

export function isFiltered({ search, kind, state }: ListQuery): boolean {
  return search !== '' || kind !== null || state !== null;
}

const order: Record<SortKey, (left: MediumRow, right: MediumRow) => number> = {
  title: (left, right) => left.title.localeCompare(right.title, 'en', { sensitivity: 'base' }),
  kind: (left, right) => left.kind.localeCompare(right.kind),
  state: (left, right) => buildStates.indexOf(left.state) - buildStates.indexOf(right.state),
  size: (left, right) => (left.size ?? -1) - (right.size ?? -1),
  made: (left, right) => left.createdAt.localeCompare(right.createdAt),
};

/** The media that the query asks for, in its order; equals with the newest first. */
export function chosenMedia(media: MediumRow[], query: ListQuery): MediumRow[] {
  const wanted = query.search.toLowerCase();
  const sign = query.down ? -1 : 1;
  return media
    .filter(
      (medium) =>
        (!query.kind || medium.kind === query.kind) &&
        (!query.state || medium.state === query.state) &&
        (wanted === '' || textOf(medium).includes(wanted)),
    )
    .sort((left, right) => sign * order[query.sort](left, right) || order.made(right, left));
}

function textOf({ title, requestedBy, links, id }: MediumRow): string {
  return [title, requestedBy, id, ...links.map(({ name }) => name)].join('\n').toLowerCase();
}
