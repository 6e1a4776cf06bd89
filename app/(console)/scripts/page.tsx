import { FileCode2 } from 'lucide-react';
import type { Metadata } from 'next';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Search } from '@/app/_ui/search';
import { TabLinks } from '@/app/_ui/tab-links';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { countScripts, listScripts } from '@/lib/scripts/data';
import { scriptKinds } from '@/lib/scripts/schema';
import { kindNames } from './kinds';
import { ScriptTable } from './script-table';
import { readSorting, sorted } from './sorting';

export const metadata: Metadata = { title: 'Scripts' };

const everything = 'What machines run, from the first line of iPXE to the last of an installation.';

export default async function ScriptsPage({
  searchParams,
}: {
  searchParams: Promise<{ kind?: string; q?: string; sort?: string }>;
}) {
  const { kind: asked, q = '', sort } = await searchParams;
  const actor = await requireActor();
  const kind = scriptKinds.find((one) => one === asked);
  const [scripts, counts] = await Promise.all([
    listScripts({ actor, kind, search: q || undefined }),
    countScripts({ actor }),
  ]);
  const names = kind ? kindNames[kind] : { name: 'Script', many: 'Scripts', about: everything };
  const mayWrite = may(actor, 'write');
  const create = kind !== 'main' && mayWrite && (
    <ButtonLink look="primary" href={kind ? `/scripts/new?kind=${kind}` : '/scripts/new'}>
      New {names.name.toLowerCase()}
    </ButtonLink>
  );
  const addressOf = (one: string | null) => {
    const query = new URLSearchParams({ ...(one && { kind: one }), ...(q && { q }) });
    if (sort) query.set('sort', sort);
    return query.size > 0 ? `/scripts?${query}` : '/scripts';
  };
  return (
    <>
      <Heading title="Scripts" note={names.about} actions={create} />
      <TabLinks
        label="Kinds of script"
        tabs={[
          { name: 'All', href: addressOf(null), here: !kind },
          ...scriptKinds.map((one) => ({
            name: kindNames[one].many,
            count: one === 'main' ? undefined : counts[one],
            href: addressOf(one),
            here: one === kind,
          })),
        ]}
      />
      <Card flush>
        {(scripts.length > 0 || q) && kind !== 'main' && (
          <div className="border-b border-line p-3">
            <Search placeholder={`Search ${names.many.toLowerCase()} by title or text`} />
          </div>
        )}
        {scripts.length > 0 ? (
          <ScriptTable
            key={kind ?? 'all'}
            scripts={sorted(scripts, readSorting(sort))}
            kind={kind ?? null}
            mayWrite={mayWrite}
          />
        ) : (
          <Empty
            Picture={FileCode2}
            title={q ? `Nothing holds “${q}”` : `No ${names.many.toLowerCase()} yet`}
            action={!q && create}
          >
            {q ? 'The search looks at titles and texts.' : names.about}
          </Empty>
        )}
      </Card>
    </>
  );
}
