import { RadioTower } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { ButtonLink } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Empty } from '@/app/_ui/empty';
import { Heading } from '@/app/_ui/heading';
import { Search } from '@/app/_ui/search';
import { Status } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { listLocalNodes } from '@/lib/hosts/local-nodes/data';
import type { LocalNodeView } from '@/lib/hosts/local-nodes/schema';
import { HostsTabs } from '../tabs';
import { NodeActions } from './node-actions';

export const metadata: Metadata = { title: 'Local nodes' };

/** Nodes on one page. */
const limit = 100;

export default async function NodesPage({
  searchParams,
}: {
  searchParams: Promise<{ q?: string; after?: string }>;
}) {
  const { q, after } = await searchParams;
  const actor = await requireActor();
  const found = await listLocalNodes({ actor, search: q || undefined, after, limit: limit + 1 });
  const nodes = found.slice(0, limit);
  const last = found.length > limit ? nodes.at(-1) : undefined;
  return (
    <>
      <Heading
        title="Local nodes"
        note="Systems that told us where they are after their installation, and whether SSH answers there."
      />
      <HostsTabs here="/hosts/nodes" />
      <Card flush>
        {(nodes.length > 0 || q) && (
          <div className="border-b border-line p-3">
            <Search placeholder="Search by name or address" />
          </div>
        )}
        {nodes.length === 0 ? (
          <Empty Picture={RadioTower} title={q ? 'No node is like that' : 'No node has registered'}>
            {q
              ? 'Search for another name or address.'
              : 'A host that was installed here registers itself at its first boot, and every few minutes we knock at its SSH port.'}
          </Empty>
        ) : (
          <Nodes nodes={nodes} mayWrite={may(actor, 'write')} />
        )}
        {(last || after) && (
          <footer className="flex gap-2 border-t border-line p-3">
            {after && <ButtonLink href={address({ q })}>From the first</ButtonLink>}
            {last && <ButtonLink href={address({ q, after: last.id })}>Next {limit}</ButtonLink>}
          </footer>
        )}
      </Card>
    </>
  );
}

function address(given: { q?: string; after?: string }): string {
  const query = new URLSearchParams();
  if (given.q) query.set('q', given.q);
  if (given.after) query.set('after', given.after);
  return `/hosts/nodes?${query}`;
}

function Nodes({ nodes, mayWrite }: { nodes: LocalNodeView[]; mayWrite: boolean }) {
  return (
    <Table head={['Name', 'Address', 'SSH', 'Checked', 'System', 'Registered', '']}>
      {nodes.map((node) => (
        <Row key={node.id}>
          <Cell className="max-w-64 truncate font-medium">
            {node.host ? (
              <Link href={`/hosts/${node.host.id}`} className="hover:text-accent">
                {node.name}
              </Link>
            ) : (
              node.name
            )}
          </Cell>
          <Cell>
            <Copy text={node.address} />
            {node.addresses.length > 1 && (
              <span className="text-xs text-muted" title={node.addresses.join('\n')}>
                {' '}
                +{node.addresses.length - 1}
              </span>
            )}
          </Cell>
          <Cell className="w-full min-w-52 !whitespace-normal">
            <Reachability node={node} />
          </Cell>
          <Cell className="text-muted">
            <Ago at={node.checkedAt} />
          </Cell>
          <Cell className="max-w-60 truncate text-muted">{node.system ?? '–'}</Cell>
          <Cell className="text-muted">
            <Ago at={node.registeredAt} />
          </Cell>
          <Cell>{mayWrite && <NodeActions node={node} />}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function Reachability({ node }: { node: LocalNodeView }) {
  if (node.reachable === null) return <Status meaning="none">not tried yet</Status>;
  if (node.reachable) return <Status meaning="good">answers</Status>;
  return (
    <span className="flex flex-wrap items-baseline gap-x-3">
      <Status meaning="failed">does not answer</Status>
      <span className="text-xs break-words text-muted">{node.reason}</span>
    </span>
  );
}
