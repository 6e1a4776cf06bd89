'use client';

import { useRouter } from 'next/navigation';
import { Search } from '@/app/_ui/search';
import { type BuildState, buildStates } from '@/lib/builds/schema';
import { kinds } from '../_wizard/names';
import { type ListQuery, listAddress } from './list-query';

const box =
  'h-8 min-w-0 max-w-full rounded-md max-sm:w-full border border-line-strong bg-surface px-2';

/** What the list is narrowed by; the address holds it. */
export function Filters({ query }: { query: ListQuery }) {
  const router = useRouter();
  const go = (change: Partial<ListQuery>) =>
    router.replace(listAddress({ ...query, ...change }), { scroll: false });
  return (
    <div className="grid grid-cols-2 items-center gap-3 border-b border-line p-3 sm:flex">
      <div className="max-sm:col-span-2 sm:min-w-48 sm:flex-1">
        <Search placeholder="Search by title, link or who asked" />
      </div>
      <select
        aria-label="Kind"
        value={query.kind ?? ''}
        onChange={({ target: { value } }) => go({ kind: (value || null) as ListQuery['kind'] })}
        className={box}
      >
        <option value="">Every kind</option>
        {Object.entries(kinds).map(([kind, { name }]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label="State"
        value={query.state ?? ''}
        onChange={({ target: { value } }) => go({ state: (value || null) as BuildState | null })}
        className={box}
      >
        <option value="">Every state</option>
        {buildStates.map((state) => (
          <option key={state} value={state}>
            {state}
          </option>
        ))}
      </select>
    </div>
  );
}
