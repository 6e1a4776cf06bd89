'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { Notice } from '@/app/_ui/status';
import type { ScriptDetail } from '@/lib/scripts/schema';
import { deleteScriptAction } from '../actions';
import type { MadeKind } from '../kinds';

/** The end of a script; what still uses it is named instead. */
export function Deletion({ kind, script }: { kind: MadeKind; script: ScriptDetail }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  async function remove() {
    setBusy(true);
    const result = await deleteScriptAction({ kind, id: script.id });
    setBusy(false);
    if (result.ok) router.push(`/scripts?kind=${kind}`);
    else setRefusal(result.message);
  }

  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setRefusal(null);
          setOpen(true);
        }}
      >
        Delete this script
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete “${script.title}”?`}
        note="Its revisions go with it."
      >
        {refusal && <Notice meaning="failed">{refusal}</Notice>}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button look="destructive" busy={busy} disabled={refusal !== null} onClick={remove}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
