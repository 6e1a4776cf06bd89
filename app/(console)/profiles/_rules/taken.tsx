import Link from 'next/link';
import type { TakenHosts } from '@/lib/hosts/profiles/taken/data';

/** The hosts that a profile would have as the form stands; null where a rule cannot be read. */
export function Taken({ taken }: { taken: TakenHosts | null | undefined }) {
  return (
    <section aria-label="Hosts that it would have" className="min-w-0" data-testid="taken">
      <h3 className="mb-1 font-medium">{titleOf(taken)}</h3>
      {taken === null && <p className="text-muted">Shown once every rule can be read.</p>}
      {taken?.total === 0 && (
        <p className="text-muted">
          Machines that come later and fit get it as soon as they are accepted.
        </p>
      )}
      {taken && taken.total > 0 && (
        <ul className="divide-y divide-line rounded-md border border-line">
          {taken.hosts.map((host) => (
            <li key={host.id} className="flex items-baseline gap-3 px-3 py-1.5">
              <Link
                href={`/hosts/${host.id}`}
                className="max-w-[60%] shrink-0 truncate hover:text-accent"
              >
                {host.name}
              </Link>
              <span className="min-w-0 truncate text-xs text-muted" title={host.rule ?? undefined}>
                {host.by === 'hand' ? 'by hand' : (host.rule ?? 'as the default')}
              </span>
            </li>
          ))}
          {taken.total > taken.hosts.length && (
            <li className="px-3 py-1.5 text-muted">
              and {taken.total - taken.hosts.length} others
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

function titleOf(taken: TakenHosts | null | undefined): string {
  if (!taken) return 'Which hosts it would have';
  if (taken.total === 0) return 'It would have no host now';
  return `It would have ${taken.total} ${taken.total === 1 ? 'host' : 'hosts'} now`;
}
