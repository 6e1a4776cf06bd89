'use client';

import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import type { ScriptSummary } from '@/lib/scripts/schema';
import { deleteScriptsAction } from './actions';
import type { MadeKind } from './kinds';

interface Refused {
  id: string;
  kind: MadeKind;
  title: string;
  reason: string;
}

/** Asks, deletes what may go, and says of each of the others why it stays. */
export function BulkDeletion({
  scripts,
  open,
  onClose,
}: {
  scripts: ScriptSummary[];
  open: boolean;
  /** Told the ids that are still there. */
  onClose: (left: string[]) => void;
}) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused[] | null>(null);
  const count = scripts.length === 1 ? 'this script' : `these ${scripts.length} scripts`;

  function close() {
    onClose(refused?.map(({ id }) => id) ?? scripts.map(({ id }) => id));
    setRefused(null);
  }

  async function remove() {
    setBusy(true);
    const keys = scripts.map(({ id, kind, title }) => ({ id, kind: kind as MadeKind, title }));
    const result = await deleteScriptsAction({ scripts: keys });
    setBusy(false);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    const { deleted } = result.value;
    if (deleted > 0) toast(`Deleted ${deleted} ${deleted === 1 ? 'script' : 'scripts'}.`);
    if (result.value.refused.length > 0) setRefused(result.value.refused);
    else onClose([]);
  }

  if (refused) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`${refused.length} ${refused.length === 1 ? 'script stays' : 'scripts stay'}`}
        note="Something still uses them."
      >
        <ul className="flex max-h-80 flex-col gap-3 overflow-y-auto">
          {refused.map((script) => (
            <li key={script.id}>
              <Link
                href={`/scripts/${script.kind}/${script.id}`}
                className="font-medium hover:text-accent"
              >
                {script.title}
              </Link>
              <p className="text-muted">{script.reason}</p>
            </li>
          ))}
        </ul>
        <div className="mt-4 flex justify-end">
          <Button onClick={close}>Close</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`Delete ${count}?`}
      note="Their revisions go with them. What a profile, another script or a running install uses stays."
    >
      <ul className="max-h-48 list-disc overflow-y-auto pl-5">
        {scripts.map(({ id, title }) => (
          <li key={id} className="break-words">
            {title}
          </li>
        ))}
      </ul>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={close}>Keep</Button>
        <Button look="destructive" busy={busy} onClick={remove}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
