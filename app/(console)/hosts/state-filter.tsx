'use client';

import { usePathname, useRouter, useSearchParams } from 'next/navigation';

/** One state, or all; the URL holds which. */
export function StateFilter({
  counts,
  here,
}: {
  counts: Record<string, number>;
  here: string | null;
}) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  return (
    <select
      aria-label="State"
      value={here ?? ''}
      onChange={(event) => {
        const next = new URLSearchParams(params);
        if (event.target.value) next.set('state', event.target.value);
        else next.delete('state');
        router.replace(`${path}?${next}`, { scroll: false });
      }}
      className="h-8 rounded-md border border-line-strong bg-surface px-2"
    >
      <option value="">Every state</option>
      {Object.entries(counts)
        .filter(([state, count]) => count > 0 || state === here)
        .map(([state, count]) => (
          <option key={state} value={state}>
            {state} ({count})
          </option>
        ))}
    </select>
  );
}
