'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { bytes } from '@/app/_ui/bytes';
import { csvOf } from '@/app/_ui/csv';
import { download } from '@/app/_ui/download';
import { Progress } from '@/app/_ui/progress';
import { StateBadge } from '@/app/_ui/status';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import { pathOf } from '../_rest/path-of';
import { kinds } from '../_wizard/names';
import { BulkDeed, type Deed } from './bulk-deed';
import { type ListQuery, listAddress, type SortKey, sortedBy } from './list-query';
import type { MediumRow } from './medium-row';
import { tableRows } from './table-rows';

/** The media, to sort, choose and act on. */
export function MediaTable({
  media,
  total,
  capped,
  query,
  mayWrite,
}: {
  media: MediumRow[];
  /** Of the team. */
  total: number;
  /** There are older ones, which were not read. */
  capped: boolean;
  query: ListQuery;
  mayWrite: boolean;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Deed | null>(null);
  const selected = media.filter(({ id }) => chosen.has(id));
  const all = selected.length === media.length;

  function toggle(id: string) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  const head = (sort: SortKey, name: string) => (
    <SortLink key={sort} sort={sort} name={name} query={query} />
  );
  return (
    <>
      <Table
        head={[
          ...(mayWrite
            ? [
                <input
                  key="all"
                  type="checkbox"
                  aria-label="Choose all"
                  checked={all}
                  onChange={() => setChosen(all ? new Set() : new Set(media.map(({ id }) => id)))}
                />,
              ]
            : []),
          head('title', 'Medium'),
          head('state', 'State'),
          head('kind', 'Kind'),
          head('size', 'Size'),
          'Links',
          head('made', 'Made'),
        ]}
      >
        {media.map((medium) => (
          <Row key={medium.id}>
            {mayWrite && (
              <Cell>
                <input
                  type="checkbox"
                  aria-label={`Choose ${medium.title}`}
                  checked={chosen.has(medium.id)}
                  onChange={() => toggle(medium.id)}
                />
              </Cell>
            )}
            <Cell wide>
              <Link
                href={`/media/${medium.id}`}
                prefetch={false}
                title={medium.title}
                className="font-medium hover:text-accent"
              >
                {medium.title}
              </Link>
            </Cell>
            <Cell>
              <State medium={medium} />
            </Cell>
            <Cell className="text-muted">{kinds[medium.kind].name}</Cell>
            <Cell className="tabular text-muted">{bytes(medium.size)}</Cell>
            <Cell className="max-w-48 truncate">
              <Links medium={medium} />
            </Cell>
            <Cell className="text-muted">
              <Ago at={medium.createdAt} />
            </Cell>
          </Row>
        ))}
      </Table>
      <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-muted">
        <span aria-live="polite" className="tabular">
          {selected.length > 0
            ? `${selected.length} chosen`
            : `${media.length} of ${capped ? 'the newest ' : ''}${total} shown`}
        </span>
        {selected.length > 0 && (
          <>
            <Button onClick={() => setAsking('rebuild')}>Build again…</Button>
            <Button look="danger" onClick={() => setAsking('delete')}>
              Delete…
            </Button>
          </>
        )}
        <Button
          look="quiet"
          className="ml-auto"
          onClick={() =>
            download({ name: 'media.csv', text: csvOf(tableRows(media)), mediaType: 'text/csv' })
          }
        >
          Download as CSV
        </Button>
      </footer>
      {asking && (
        <BulkDeed
          deed={asking}
          media={selected}
          onClose={(left) => {
            setAsking(null);
            setChosen(new Set(left));
          }}
        />
      )}
    </>
  );
}

function State({ medium }: { medium: MediumRow }) {
  const { state, step, progress, reason } = medium;
  return (
    <span className="flex w-48 items-center gap-3">
      <StateBadge state={state} />
      {state === 'running' && (
        <span className="flex min-w-0 flex-1 items-center gap-2 text-xs text-muted">
          <Progress value={progress} label={step ?? 'building'} />
          <span className="tabular shrink-0">{Math.round(progress * 100)} %</span>
        </span>
      )}
      {state === 'failed' && (
        <span className="min-w-0 truncate text-xs text-muted" title={reason ?? undefined}>
          {reason}
        </span>
      )}
      {state === 'done' && medium.size === null && (
        <span className="text-xs text-attention">files gone</span>
      )}
    </span>
  );
}

function Links({ medium }: { medium: MediumRow }) {
  const { links, url } = medium;
  const look = 'font-mono text-[13px] hover:text-accent';
  const [first, ...others] = links;
  if (!first) {
    return url ? (
      <a href={pathOf(url)} download className={`${look} text-muted`}>
        download
      </a>
    ) : (
      <span className="text-faint">–</span>
    );
  }
  return (
    <>
      <a href={pathOf(first.url)} download title={first.url} className={look}>
        {first.name}
      </a>
      {others.length > 0 && (
        <span
          className="ml-1.5 text-xs text-muted"
          title={others.map(({ name }) => name).join('\n')}
        >
          +{others.length}
        </span>
      )}
    </>
  );
}

/** The head of a column that sorts; the address keeps it. */
function SortLink({ name, sort, query }: { name: string; sort: SortKey; query: ListQuery }) {
  const here = query.sort === sort;
  return (
    <Link
      href={listAddress(sortedBy(query, sort))}
      replace
      scroll={false}
      className="hover:text-ink"
    >
      {name}
      {here && (
        <>
          <span aria-hidden> {query.down ? '↓' : '↑'}</span>
          <span className="sr-only">, sorted {query.down ? 'downwards' : 'upwards'}</span>
        </>
      )}
    </Link>
  );
}
