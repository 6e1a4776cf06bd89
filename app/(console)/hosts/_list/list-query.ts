import { type HostQuery, hostQuery } from '@/lib/hosts/schema';

/** What the address of the list says: filters, order, and where the page begins. */
export type ListQuery = Pick<
  HostQuery,
  'search' | 'state' | 'label' | 'profileId' | 'sort' | 'order' | 'cursor' | 'before'
>;

/** A list whatever page of it is shown. */
export type WholeList = Omit<ListQuery, 'cursor' | 'before'>;

/** Names in the address for names in the query. */
const names = {
  search: 'q',
  state: 'state',
  label: 'label',
  profileId: 'profile',
  sort: 'sort',
  order: 'order',
  cursor: 'after',
  before: 'before',
} as const satisfies Record<keyof ListQuery, string>;

type Params = Record<string, string | string[] | undefined>;

/**
 * The query that an address asks for. What cannot be read is left out, so
 * that an old or mistyped link still shows a list; `wrong` names it.
 */
export function readListQuery(params: Params): { query: ListQuery; wrong: string[] } {
  const query: ListQuery = {};
  const wrong: string[] = [];
  for (const [field, name] of Object.entries(names) as [keyof ListQuery, string][]) {
    const value = params[name];
    if (typeof value !== 'string' || value === '') continue;
    const read = hostQuery.shape[field].safeParse(value);
    if (read.success) Object.assign(query, { [field]: read.data });
    else wrong.push(`${name}=${value}`);
  }
  return { query, wrong };
}

/** The address of a list; every change of what is asked begins at its first page. */
export function listAddress(query: ListQuery): string {
  const params = new URLSearchParams();
  for (const [field, name] of Object.entries(names) as [keyof ListQuery, string][]) {
    const value = query[field];
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return text ? `/hosts?${text}` : '/hosts';
}

/** The same list from its beginning. */
export function firstPage({ cursor: _, before: __, ...query }: ListQuery): WholeList {
  return query;
}

/** The query sorted by one column; sorted by it already, the other way round. */
export function sortedBy(query: ListQuery, sort: NonNullable<ListQuery['sort']>): ListQuery {
  const here = (query.sort ?? 'name') === sort;
  const order = here && (query.order ?? 'asc') === 'asc' ? 'desc' : 'asc';
  return { ...firstPage(query), sort, order };
}

/** True when not all hosts are asked for. */
export function isFiltered({ search, state, label, profileId }: ListQuery): boolean {
  return Boolean(search ?? state ?? label ?? profileId);
}
