'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Copy } from '@/app/_ui/copy';
import { Progress } from '@/app/_ui/progress';
import { StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { HostSummary } from '@/lib/hosts/schema';
import { LabelChips } from '../label-chips';
import { ListFooter } from './list-footer';
import { isFiltered, type ListQuery, listAddress, sortedBy } from './list-query';

/** One page of hosts, to sort, choose and act on. What is chosen stays chosen on other pages. */
export function HostTable({
  hosts,
  query,
  total,
  more,
  profiles,
  mayWrite,
}: {
  hosts: HostSummary[];
  query: ListQuery;
  /** Hosts of the team. */
  total: number;
  /** There are others like these on other pages. */
  more: boolean;
  profiles: { id: string; name: string }[];
  mayWrite: boolean;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const all = hosts.every(({ id }) => chosen.has(id));

  function toggle(ids: string[], on: boolean) {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  }

  const head = (name: string, sort: NonNullable<ListQuery['sort']>) => (
    <SortLink name={name} sort={sort} query={query} />
  );
  return (
    <>
      <Table
        head={[
          <input
            key="all"
            type="checkbox"
            aria-label="Choose all on this page"
            checked={all}
            onChange={() =>
              toggle(
                hosts.map(({ id }) => id),
                !all,
              )
            }
          />,
          head('Name', 'name'),
          head('State', 'state'),
          'MAC',
          head('Address', 'address'),
          head('Profile', 'profile'),
          'Labels',
          head('Last seen', 'lastSeenAt'),
        ]}
      >
        {hosts.map((host) => (
          <HostRow
            key={host.id}
            host={host}
            chosen={chosen.has(host.id)}
            onChoose={(on) => toggle([host.id], on)}
          />
        ))}
      </Table>
      <ListFooter
        query={query}
        shown={hosts.length}
        total={isFiltered(query) ? null : total}
        chosen={[...chosen]}
        onChosen={(ids) => setChosen(new Set(ids))}
        offerAll={more && all && hosts.length > 0}
        profiles={profiles}
        mayWrite={mayWrite}
      />
    </>
  );
}

function HostRow({
  host,
  chosen,
  onChoose,
}: {
  host: HostSummary;
  chosen: boolean;
  onChoose: (on: boolean) => void;
}) {
  return (
    <Row>
      <Cell>
        <input
          type="checkbox"
          aria-label={`Choose ${host.name}`}
          checked={chosen}
          onChange={() => onChoose(!chosen)}
        />
      </Cell>
      <Cell className="max-w-64 truncate">
        <Link
          href={`/hosts/${host.id}`}
          prefetch={false}
          title={host.name}
          className="font-medium hover:text-accent"
        >
          {host.name}
        </Link>
      </Cell>
      <Cell className="w-full">
        <div className="flex items-center gap-3">
          <StateBadge state={host.state} />
          {host.rescue && <span className="text-xs text-attention">rescue boot ordered</span>}
          {host.progress !== null && host.state === 'installing' && (
            <div className="flex w-48 items-center gap-2 text-xs text-muted">
              <Progress value={host.progress} label={host.step ?? 'installing'} />
              <span className="tabular">{Math.round(host.progress * 100)} %</span>
            </div>
          )}
        </div>
      </Cell>
      <Cell>
        {host.macs[0] && <Copy text={host.macs[0]} />}
        {host.macs.length > 1 && (
          <span className="text-xs text-muted" title={host.macs.join('\n')}>
            {' '}
            +{host.macs.length - 1}
          </span>
        )}
      </Cell>
      <Cell>
        {host.address ? <Copy text={host.address} /> : <span className="text-faint">–</span>}
      </Cell>
      <Cell className="text-muted">
        <span className="flex max-w-48 items-baseline gap-1.5">
          <span className="truncate" title={host.profile?.name}>
            {host.profile?.name ?? '–'}
          </span>
          {host.profileBy && host.profileBy !== 'hand' && (
            <span
              className="shrink-0 text-xs text-faint"
              title={host.profileRule ?? 'No rule fits, and it is the default profile.'}
            >
              by {host.profileBy}
            </span>
          )}
        </span>
      </Cell>
      <Cell>
        <LabelChips labels={host.labels} />
      </Cell>
      <Cell className="text-muted">
        <Ago at={host.lastSeenAt} />
      </Cell>
    </Row>
  );
}

/** The head of a column that sorts; the address keeps it. */
function SortLink({
  name,
  sort,
  query,
}: {
  name: string;
  sort: NonNullable<ListQuery['sort']>;
  query: ListQuery;
}) {
  const here = (query.sort ?? 'name') === sort;
  const down = here && query.order === 'desc';
  return (
    <Link href={listAddress(sortedBy(query, sort))} scroll={false} className="hover:text-ink">
      {name}
      {here && (
        <>
          <span aria-hidden> {down ? '↓' : '↑'}</span>
          <span className="sr-only">, sorted {down ? 'downwards' : 'upwards'}</span>
        </>
      )}
    </Link>
  );
}
