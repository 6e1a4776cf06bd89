import { FileCode2 } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { bytes } from '@/app/_ui/bytes';
import { Card } from '@/app/_ui/card';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Search } from '@/app/_ui/search';
import { TabLinks } from '@/app/_ui/tab-links';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { countScripts, listScripts } from '@/lib/scripts/data';
import { type ScriptKind, scriptKinds } from '@/lib/scripts/schema';
import { kindNames } from './kinds';

export const metadata: Metadata = { title: 'Scripts' };

export default async function ScriptsPage({
  searchParams,
}: {
  searchParams: Promise<{ kind?: string; q?: string }>;
}) {
  const { kind: asked, q = '' } = await searchParams;
  const actor = await requireActor();
  const kind: ScriptKind = scriptKinds.find((one) => one === asked) ?? 'sub';
  const [scripts, counts] = await Promise.all([
    listScripts({ actor, kind, search: q || undefined }),
    countScripts({ actor }),
  ]);
  const { name, about } = kindNames[kind];
  const mayWrite = kind === 'main' ? may(actor, 'installation:administer') : may(actor, 'write');
  const create = kind !== 'main' && mayWrite && (
    <ButtonLink look="primary" href={`/scripts/new?kind=${kind}`}>
      New {name.toLowerCase()}
    </ButtonLink>
  );
  return (
    <>
      <Heading title="Scripts" note={about} actions={create} />
      <TabLinks
        label="Kinds of script"
        tabs={scriptKinds.map((one) => ({
          name: kindNames[one].many,
          count: one === 'main' ? undefined : counts[one],
          href: `/scripts?kind=${one}`,
          here: one === kind,
        }))}
      />
      <Card flush>
        {(scripts.length > 0 || q) && kind !== 'main' && (
          <div className="border-b border-line p-3">
            <Search placeholder={`Search ${kindNames[kind].many.toLowerCase()} by title or text`} />
          </div>
        )}
        {scripts.length === 0 ? (
          <Empty
            Picture={FileCode2}
            title={q ? `Nothing holds “${q}”` : `No ${kindNames[kind].many.toLowerCase()} yet`}
            action={!q && create}
          >
            {q ? 'The search looks at titles and texts.' : about}
          </Empty>
        ) : (
          <Table head={['Title', 'Revision', 'Size', 'Used by', 'Saved']}>
            {scripts.map((script) => (
              <Row key={script.id}>
                <Cell wide>
                  <Link
                    href={`/scripts/${kind}/${script.id}`}
                    className="font-medium hover:text-accent"
                  >
                    {script.title}
                  </Link>
                </Cell>
                <Cell className="tabular text-muted">r{script.revision}</Cell>
                <Cell className="tabular text-muted">{bytes(script.bytes)}</Cell>
                <Cell className="text-muted">
                  {kind === 'main'
                    ? 'every machine'
                    : script.usedBy.map((profile) => profile.name).join(', ') || '–'}
                </Cell>
                <Cell className="text-muted">
                  <Ago at={script.savedAt} /> by {script.author}
                </Cell>
              </Row>
            ))}
          </Table>
        )}
      </Card>
    </>
  );
}
