'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Search } from '@/app/_ui/search';
import { firstPage, type ListQuery, listAddress } from './list-query';

const box =
  'h-8 min-w-0 max-w-full rounded-md max-sm:w-full border border-line-strong bg-surface px-2';

/** What the list is narrowed by; the address holds it. */
export function Filters({
  query,
  counts,
  profiles,
}: {
  query: ListQuery;
  /** Hosts by state. */
  counts: Record<string, number>;
  profiles: { id: string; name: string }[];
}) {
  const router = useRouter();
  const go = (change: ListQuery) =>
    router.replace(listAddress({ ...firstPage(query), ...change }), { scroll: false });
  return (
    <div className="grid grid-cols-2 items-center gap-3 border-b border-line p-3 sm:flex sm:flex-wrap">
      <div className="max-sm:col-span-2 sm:min-w-48 sm:flex-1">
        <Search placeholder="Search by name, MAC, address or serial" />
      </div>
      <select
        aria-label="State"
        value={query.state ?? ''}
        onChange={(event) => go({ state: (event.target.value || undefined) as ListQuery['state'] })}
        className={box}
      >
        <option value="">Every state</option>
        {Object.entries(counts)
          .filter(([state, count]) => count > 0 || state === query.state)
          .map(([state, count]) => (
            <option key={state} value={state}>
              {state} ({count})
            </option>
          ))}
      </select>
      <select
        aria-label="Profile"
        value={query.profileId ?? ''}
        onChange={(event) => go({ profileId: event.target.value || undefined })}
        className={`${box} sm:max-w-48`}
      >
        <option value="">Every profile</option>
        {profiles.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <LabelFilter
        key={query.label ?? ''}
        value={query.label ?? ''}
        onChange={(label) => go({ label: label || undefined })}
      />
    </div>
  );
}

function LabelFilter({ value, onChange }: { value: string; onChange: (label: string) => void }) {
  const [text, setText] = useState(value);
  function send(event: FormEvent) {
    event.preventDefault();
    onChange(text.trim());
  }
  return (
    <form onSubmit={send} className="max-sm:col-span-2">
      <input
        type="search"
        aria-label="Label"
        placeholder="Label: rack=a4"
        title="A label's name, or name=value. Press Enter."
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          // The cross of the field empties it without a press of Enter.
          if (event.target.value === '' && value !== '') onChange('');
        }}
        className={`${box} font-mono sm:w-40 text-[13px] placeholder:font-sans placeholder:text-faint`}
      />
    </form>
  );
}
