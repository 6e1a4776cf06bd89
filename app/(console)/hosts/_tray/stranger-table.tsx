'use client';

import { Button } from '@/app/_ui/button';
import { Copy } from '@/app/_ui/copy';
import { Cell, Row, Table } from '@/app/_ui/table';
import { Ago } from '@/app/_ui/time';
import type { Stranger } from '@/lib/hosts/strangers/schema';
import { LabelChips } from '../label-chips';

/** Strangers to choose from, with what each told of itself. */
export function StrangerTable({
  label,
  rows,
  chosen,
  onChosen,
  onAccept,
  mayAccept,
}: {
  label: string;
  rows: Stranger[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
  onAccept: (stranger: Stranger) => void;
  mayAccept: boolean;
}) {
  const all = rows.every(({ mac }) => chosen.has(mac));

  function toggle(macs: string[], on: boolean) {
    const next = new Set(chosen);
    for (const mac of macs) {
      if (on) next.add(mac);
      else next.delete(mac);
    }
    onChosen(next);
  }

  const head = ['MAC', 'Machine', 'Firmware', 'Address', 'Would get', 'Seen', ''];
  const chooser = (
    <input
      key="all"
      type="checkbox"
      aria-label={`${label}: choose all`}
      checked={all}
      onChange={() =>
        toggle(
          rows.map(({ mac }) => mac),
          !all,
        )
      }
    />
  );
  return (
    <Table head={mayAccept ? [chooser, ...head] : head}>
      {rows.map((one) => (
        <Row key={one.mac} className="arrive">
          {mayAccept && (
            <Cell>
              <input
                type="checkbox"
                aria-label={`Choose ${one.mac}`}
                checked={chosen.has(one.mac)}
                onChange={(event) => toggle([one.mac], event.target.checked)}
              />
            </Cell>
          )}
          <Cell>
            <Copy text={one.mac} />
          </Cell>
          <Cell className="w-full max-w-0 min-w-52 truncate text-muted">
            {[
              one.vendor,
              one.product,
              one.serial && `serial ${one.serial}`,
              one.enrolment && `by the token "${one.enrolment.name}" of ${one.enrolment.team.name}`,
            ]
              .filter(Boolean)
              .join(' · ') || 'told nothing'}{' '}
            <LabelChips labels={one.labels} linked={false} />
          </Cell>
          <Cell className="text-muted">
            {[one.platform, one.arch].filter(Boolean).join(' ') || '–'}
          </Cell>
          <Cell className="font-mono text-[13px] text-muted">{one.address ?? '–'}</Cell>
          <Cell className="max-w-40 truncate text-muted">
            {one.profile ? (
              <span title={one.profile.rule ?? 'the default profile'}>{one.profile.name}</span>
            ) : (
              '–'
            )}
          </Cell>
          <Cell className="text-muted">
            <Ago at={one.lastSeenAt} />
            {one.sightings > 1 && `, ${one.sightings} times`}
          </Cell>
          <Cell>
            {mayAccept && (
              <Button onClick={() => onAccept(one)} aria-label={`Accept ${one.mac}`}>
                Accept
              </Button>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
