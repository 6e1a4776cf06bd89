import { ButtonLink } from '@/app/_ui/button';
import { firstPage, type ListQuery, listAddress } from './list-query';

/** On to the hosts after these, back to those before, or to the first ones. */
export function Pages({
  query,
  next,
  previous,
  size,
}: {
  query: ListQuery;
  next: string | null;
  previous: string | null;
  size: number;
}) {
  const list = firstPage(query);
  const inside = query.cursor !== undefined || query.before !== undefined;
  if (!next && !inside) return null;
  return (
    <nav aria-label="Pages" className="flex gap-2 border-t border-line px-4 py-2">
      {inside && <ButtonLink href={listAddress(list)}>From the first</ButtonLink>}
      {previous && (
        <ButtonLink href={listAddress({ ...list, before: previous })}>Previous {size}</ButtonLink>
      )}
      {next && <ButtonLink href={listAddress({ ...list, cursor: next })}>Next {size}</ButtonLink>}
    </nav>
  );
}
