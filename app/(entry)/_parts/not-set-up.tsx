import { EntryCard } from './entry-card';

/** For whoever comes before the first administrator is made, without the link. */
export function NotSetUp() {
  return (
    <EntryCard
      title="Not set up yet"
      note="The first account is made by a one-time link, so that nobody else on the network can make it."
    >
      <p>
        The terminal that started the provisioner printed the link. To print it again, run this
        where it is installed:
      </p>
      <pre className="mt-3 overflow-x-auto rounded-md border border-line bg-raised px-3 py-2 font-mono text-[13px]">
        npm run admin -- setup-link
      </pre>
    </EntryCard>
  );
}
