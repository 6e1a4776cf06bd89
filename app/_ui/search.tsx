'use client';

import { Search as Glass } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';

/** Milliseconds of quiet before the list is asked for. */
const quiet = 200;

/** A filter whose text lives in the URL as `q`. */
export function Search({ placeholder }: { placeholder: string }) {
  const router = useRouter();
  const path = usePathname();
  const params = useSearchParams();
  const current = params.get('q') ?? '';
  const [text, setText] = useState(current);
  useEffect(() => {
    if (text === current) return;
    const timer = setTimeout(() => {
      const next = new URLSearchParams(params);
      next.delete('after');
      if (text) next.set('q', text);
      else next.delete('q');
      router.replace(`${path}?${next}`, { scroll: false });
    }, quiet);
    return () => clearTimeout(timer);
  }, [text, current, params, path, router]);
  return (
    <label className="flex h-8 items-center gap-2 rounded-md border border-line-strong px-2.5">
      <Glass aria-hidden className="size-3.5 text-faint" />
      <input
        type="search"
        aria-label={placeholder}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="w-full bg-transparent outline-none placeholder:text-faint"
      />
    </label>
  );
}
