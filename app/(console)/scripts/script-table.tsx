'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { bytes } from '@/app/_ui/bytes';
import { csvOf } from '@/app/_ui/csv';
import { download } from '@/app/_ui/download';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { ScriptKind, ScriptSummary } from '@/lib/scripts/schema';
import { BulkDeletion } from './bulk-deletion';
import { kindNames } from './kinds';
import { Marks } from './marks';
import { SortHead } from './sort-head';

/** The scripts, to sort, choose and act on. */
export function ScriptTable({
  scripts,
  kind,
  mayWrite,
}: {
  scripts: ScriptSummary[];
  /** The one kind that is shown; null: all. */
  kind: ScriptKind | null;
  mayWrite: boolean;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const choosable = scripts.filter((script) => script.kind !== 'main');
  const selected = choosable.filter(({ id }) => chosen.has(id));
  const all = selected.length === choosable.length && choosable.length > 0;
  const chooses = mayWrite && choosable.length > 0;

  function toggle(id: string) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  }

  return (
    <>
      <Table
        head={[
          ...(chooses
            ? [
                <input
                  key="all"
                  type="checkbox"
                  aria-label="Choose all"
                  checked={all}
                  onChange={() =>
                    setChosen(all ? new Set() : new Set(choosable.map(({ id }) => id)))
                  }
                />,
              ]
            : []),
          <SortHead key="title" by="title" name="Title" />,
          ...(kind ? [] : [<SortHead key="kind" by="kind" name="Kind" />]),
          <SortHead key="revision" by="revision" name="Revision" />,
          <SortHead key="size" by="size" name="Size" />,
          <SortHead key="used" by="used" name="Used by" />,
          <SortHead key="saved" by="saved" name="Saved" />,
        ]}
      >
        {scripts.map((script) => (
          <Row key={script.id}>
            {chooses && (
              <Cell>
                {script.kind !== 'main' && (
                  <input
                    type="checkbox"
                    aria-label={`Choose ${script.title}`}
                    checked={chosen.has(script.id)}
                    onChange={() => toggle(script.id)}
                  />
                )}
              </Cell>
            )}
            <td className="h-10 w-full max-w-0 min-w-80 px-4 py-1.5">
              <span className="flex items-center gap-2">
                <Link
                  href={`/scripts/${script.kind}/${script.id}`}
                  title={script.title}
                  className="truncate font-medium hover:text-accent"
                >
                  {script.title}
                </Link>
                <Marks dialect={script.dialect} template={script.template} />
              </span>
            </td>
            {!kind && <Cell className="text-muted">{kindNames[script.kind].name}</Cell>}
            <Cell className="tabular text-muted">r{script.revision}</Cell>
            <Cell className="tabular text-muted">{bytes(script.bytes)}</Cell>
            <Cell className="text-muted">
              <span className="block max-w-36 truncate" title={usersOf(script)}>
                {usersOf(script)}
              </span>
            </Cell>
            <Cell className="text-muted">
              <span className="block max-w-44 truncate">
                <Ago at={script.savedAt} /> by {script.author}
              </span>
            </Cell>
          </Row>
        ))}
      </Table>
      <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-muted">
        <span aria-live="polite">
          {selected.length > 0 ? `${selected.length} chosen` : `${scripts.length} shown`}
        </span>
        {selected.length > 0 && (
          <Button look="danger" onClick={() => setAsking(true)}>
            Delete
          </Button>
        )}
        <Button
          look="quiet"
          className="ml-auto"
          onClick={() =>
            download({ name: 'scripts.csv', text: tableText(scripts), mediaType: 'text/csv' })
          }
        >
          Download as CSV
        </Button>
      </footer>
      <BulkDeletion
        scripts={selected}
        open={asking}
        onClose={(left) => {
          setAsking(false);
          setChosen(new Set(left));
        }}
      />
    </>
  );
}

function usersOf(script: ScriptSummary): string {
  if (script.kind === 'main') return 'every machine';
  return script.usedBy.map((profile) => profile.name).join(', ') || '–';
}

function tableText(scripts: ScriptSummary[]): string {
  const head = ['title', 'kind', 'dialect', 'template', 'revision', 'bytes', 'used by', 'saved'];
  const rows = scripts.map((script) => [
    script.title,
    script.kind,
    script.dialect ?? '',
    script.template ? 'yes' : 'no',
    String(script.revision),
    String(script.bytes),
    script.usedBy.map((profile) => profile.name).join('; '),
    script.savedAt,
    script.author,
  ]);
  return csvOf([[...head, 'author'], ...rows]);
}
