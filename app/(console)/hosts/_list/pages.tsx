import { ButtonLink } from '@/app/_ui/button';
import { type ListQuery, listAddress } from './list-query';

/** On to the hosts after these, or back to the first ones. */
export function Pages({
  query,
  next,
  size,
}: {
  query: ListQuery;
  next: string | null;
  size: number;
}) {
  if (!next && !query.cursor) return null;
  return (
    <nav aria-label="Pages" className="flex gap-2 border-t border-line px-4 py-2">
      {query.cursor && (
        <ButtonLink href={listAddress({ ...query, cursor: undefined })}>From the first</ButtonLink>
      )}
      {next && <ButtonLink href={listAddress({ ...query, cursor: next })}>Next {size}</ButtonLink>}
    </nav>
  );
}
