'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import type { ActionResult } from '@/app/_doors/action';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import {
  deleteHostsAction,
  exportHostsAction,
  labelHostsAction,
  matchingHostsAction,
  setProfileAction,
} from '../actions';
import { LabelsDialog } from '../labels-dialog';
import { InstallManyDialog } from './install-many-dialog';
import { firstPage, type ListQuery } from './list-query';

/** The value of the choice that takes a profile given by hand away again. */
const byRule = 'by-rule';

/** Under the list: how many there are, what can be done with the chosen ones, and CSV. */
export function ListFooter({
  query,
  shown,
  total,
  chosen,
  onChosen,
  offerAll,
  profiles,
  mayWrite,
}: {
  query: ListQuery;
  shown: number;
  /** Of the whole list, where that is known without asking. */
  total: number | null;
  chosen: string[];
  onChosen: (ids: string[]) => void;
  /** All on this page are chosen, and there are others. */
  offerAll: boolean;
  profiles: { id: string; name: string }[];
  mayWrite: boolean;
}) {
  const [dialog, setDialog] = useState<'install' | 'labels' | 'delete' | null>(null);
  const [busy, setBusy] = useState(false);
  const count = chosen.length;

  async function act<T>(work: Promise<ActionResult<T>>, done: (value: T) => void): Promise<void> {
    setBusy(true);
    const result = await work;
    setBusy(false);
    if (result.ok) done(result.value);
    else toast.error(result.message);
  }

  return (
    <footer className="flex min-h-12 flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-muted">
      <span className="tabular">
        {count > 0
          ? `${count} chosen`
          : total === null
            ? `${shown} shown`
            : `${shown} of ${total} shown`}
      </span>
      {count > 0 && (
        <Button look="quiet" onClick={() => onChosen([])}>
          None
        </Button>
      )}
      {offerAll && (
        <Button
          look="quiet"
          busy={busy}
          onClick={() => void act(matchingHostsAction({ query: firstPage(query) }), onChosen)}
        >
          Choose all that match
        </Button>
      )}
      {count > 0 && mayWrite && (
        <>
          <Button look="primary" onClick={() => setDialog('install')}>
            Install {count}…
          </Button>
          <select
            aria-label="Give the chosen hosts a profile"
            value=""
            disabled={busy}
            onChange={({ target: { value } }) =>
              void act(
                setProfileAction({ ids: chosen, profileId: value === byRule ? null : value }),
                () => onChosen([]),
              )
            }
            className="h-8 max-w-48 rounded-md border border-line-strong bg-surface px-2 text-ink"
          >
            <option value="" disabled>
              Give a profile…
            </option>
            <option value={byRule}>By rule, or the default</option>
            {profiles.map((profile) => (
              <option key={profile.id} value={profile.id}>
                {profile.name}
              </option>
            ))}
          </select>
          <Button onClick={() => setDialog('labels')}>Label…</Button>
          <Button look="danger" onClick={() => setDialog('delete')}>
            Delete…
          </Button>
        </>
      )}
      <Button
        look="quiet"
        className="ml-auto"
        onClick={() => void act(exportHostsAction({ query: firstPage(query) }), download)}
      >
        Download as CSV
      </Button>
      {dialog === 'install' && (
        <InstallManyDialog ids={chosen} onLeft={onChosen} onClose={() => setDialog(null)} />
      )}
      {dialog === 'labels' && (
        <LabelsDialog
          what={count === 1 ? 'this host' : `these ${count} hosts`}
          send={(labels) => labelHostsAction({ ids: chosen, labels })}
          onClose={() => setDialog(null)}
        />
      )}
      <Dialog
        open={dialog === 'delete'}
        onOpenChange={(open) => !open && setDialog(null)}
        title={`Delete ${count === 1 ? 'this host' : `these ${count} hosts`}?`}
        note="Their disks are not touched. A machine that boots again appears as a stranger."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setDialog(null)}>Keep</Button>
          <Button
            look="destructive"
            onClick={() => {
              setDialog(null);
              void act(deleteHostsAction({ ids: chosen }), () => onChosen([]));
            }}
          >
            Delete
          </Button>
        </div>
      </Dialog>
    </footer>
  );
}

function download(csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'hosts.csv';
  link.click();
  URL.revokeObjectURL(url);
}
