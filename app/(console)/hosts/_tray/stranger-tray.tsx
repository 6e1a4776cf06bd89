'use client';

import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import type { Stranger } from '@/lib/hosts/strangers/schema';
import { HostDialog } from '../host-dialog';
import { StrangerTable } from './stranger-table';
import { TrayFooter } from './tray-footer';

/** Rows that are shown before somebody asks for all. */
const few = 8;

/** Machines that booted here and are nobody's host yet; the rejected ones behind a fold. */
export function StrangerTray({
  strangers,
  profiles,
  mayAccept,
}: {
  strangers: Stranger[];
  profiles: { id: string; name: string }[];
  mayAccept: boolean;
}) {
  const [accepting, setAccepting] = useState<Stranger | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const waiting = strangers.filter((one) => !one.rejected);
  const rejected = strangers.filter((one) => one.rejected);
  const shown = all ? waiting : waiting.slice(0, few);
  // Who was accepted meanwhile, here or by somebody else, is not chosen any more.
  const here = strangers.filter(({ mac }) => chosen.has(mac));
  const table = { chosen, onChosen: setChosen, onAccept: setAccepting, mayAccept };
  return (
    <Card flush className="mb-5" title={titleOf(waiting.length)}>
      {shown.length > 0 && <StrangerTable {...table} label="Machines that wait" rows={shown} />}
      {waiting.length > few && (
        <div className="border-t border-line px-4 py-2">
          <Button look="quiet" onClick={() => setAll(!all)}>
            {all ? `Only the latest ${few}` : `All ${waiting.length}`}
          </Button>
        </div>
      )}
      {rejected.length > 0 && (
        <details className="border-t border-line first:border-t-0">
          <summary className="cursor-pointer px-4 py-2.5 text-muted hover:text-ink">
            {rejected.length} rejected
          </summary>
          <StrangerTable {...table} label="Rejected machines" rows={rejected} />
        </details>
      )}
      {mayAccept && here.length > 0 && (
        <TrayFooter chosen={here} profiles={profiles} onDone={() => setChosen(new Set())} />
      )}
      {accepting && (
        <HostDialog
          title={`Accept ${accepting.mac}`}
          note="It becomes a host of this team. Nothing is installed until you say so."
          submit="Accept"
          name={accepting.suggestedName}
          macs={accepting.macs}
          labels={accepting.labels}
          stranger={accepting.mac}
          profiles={profiles}
          onClose={() => setAccepting(null)}
        />
      )}
    </Card>
  );
}

function titleOf(count: number): string {
  if (count === 0) return 'No machine waits';
  return count === 1 ? '1 machine waits to be accepted' : `${count} machines wait to be accepted`;
}
