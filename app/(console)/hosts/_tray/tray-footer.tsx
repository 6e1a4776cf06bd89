'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import type { BulkMachines, Stranger } from '@/lib/hosts/strangers/schema';
import { bulkStrangersAction } from '../actions';
import { LabelsDialog } from '../labels-dialog';
import { AcceptDialog } from './accept-dialog';
import { tellResults } from './results';

/** What can be done with the chosen strangers. */
export function TrayFooter({
  chosen,
  profiles,
  onDone,
}: {
  chosen: Stranger[];
  profiles: { id: string; name: string }[];
  onDone: () => void;
}) {
  const [dialog, setDialog] = useState<'accept' | 'labels' | null>(null);
  const [busy, setBusy] = useState(false);
  const macs = chosen.map(({ mac }) => mac);
  const what = macs.length === 1 ? 'this machine' : `these ${macs.length} machines`;

  async function turn(action: Extract<BulkMachines['action'], 'reject' | 'restore'>) {
    setBusy(true);
    const result = await bulkStrangersAction({ action, macs });
    setBusy(false);
    if (!result.ok) toast.error(result.message);
    else if (tellResults(result.value, action === 'reject' ? 'rejected' : 'restored')) onDone();
  }

  return (
    <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-muted">
      <span className="tabular">{macs.length} chosen</span>
      <Button look="quiet" onClick={onDone}>
        None
      </Button>
      <Button look="primary" onClick={() => setDialog('accept')}>
        Accept {macs.length}…
      </Button>
      <Button onClick={() => setDialog('labels')}>Label…</Button>
      {chosen.some((one) => !one.rejected) && (
        <Button busy={busy} onClick={() => void turn('reject')}>
          Reject
        </Button>
      )}
      {chosen.some((one) => one.rejected) && (
        <Button busy={busy} onClick={() => void turn('restore')}>
          Restore
        </Button>
      )}
      {dialog === 'labels' && (
        <LabelsDialog
          what={what}
          send={(labels) => bulkStrangersAction({ action: 'label', macs, labels })}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === 'accept' && (
        <AcceptDialog
          macs={macs}
          what={what}
          profiles={profiles}
          onDone={onDone}
          onClose={() => setDialog(null)}
        />
      )}
    </footer>
  );
}
