'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { readSorting, type SortKey, writeSorting } from './sorting';

/** A column's name that sorts by it; once more turns the order round. The URL holds it. */
export function SortHead({ by, name }: { by: SortKey; name: string }) {
  const path = usePathname();
  const params = useSearchParams();
  const now = readSorting(params.get('sort') ?? undefined);
  const here = now.key === by;
  const next = new URLSearchParams(params);
  next.set('sort', writeSorting({ key: by, down: here && !now.down }));
  const Arrow = now.down ? ArrowDown : ArrowUp;
  return (
    <Link
      href={`${path}?${next}`}
      replace
      scroll={false}
      className="inline-flex items-center gap-1 hover:text-ink"
    >
      {name}
      {here ? (
        <>
          <Arrow aria-hidden className="size-3" />
          <span className="sr-only">{now.down ? 'sorted downwards' : 'sorted upwards'}</span>
        </>
      ) : (
        <span aria-hidden className="size-3" />
      )}
    </Link>
  );
}
