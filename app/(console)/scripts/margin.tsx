'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Copy } from '@/app/_ui/copy';
import { Dialog } from '@/app/_ui/dialog';
import { Ago } from '@/app/_ui/time';
import {
  kindFacts,
  type RevisionSummary,
  type ScriptDetail,
  type ScriptKind,
} from '@/lib/scripts/schema';
import { deleteScriptAction, readRevisionAction } from './actions';

/** Beside the code: where it is used, its address, its revisions, and its end. */
export function Margin({
  kind,
  script,
  revisions,
  mayWrite,
  onCompare,
  onRestore,
}: {
  kind: ScriptKind;
  script: ScriptDetail | null;
  revisions: RevisionSummary[];
  mayWrite: boolean;
  onCompare: (number: number) => void;
  onRestore: (text: string) => void;
}) {
  if (!script) {
    return (
      <Card title="Good to know">
        <p className="text-muted">
          The text is served byte for byte. What you type stays in this browser until you save it.
        </p>
      </Card>
    );
  }
  const path = kind === 'main' ? 'mainscript' : `${kindFacts[kind].segment}/${script.id}`;
  async function restore(number: number) {
    if (!script) return;
    const result = await readRevisionAction({ kind, id: script.id, number });
    if (result.ok) {
      onRestore(result.value.text);
      toast(`r${number} is in the editor. Save it to bring it back.`);
    } else toast.error(result.message);
  }
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Card title="Used by">
        {kind === 'main' && <p className="text-muted">Every machine that boots here.</p>}
        {kind !== 'main' && script.usedBy.length === 0 && (
          <p className="text-muted">No profile yet.</p>
        )}
        <ul>
          {script.usedBy.map((profile) => (
            <li key={profile.id}>
              <Link href={`/profiles/${profile.id}`} className="hover:text-accent">
                {profile.name}
              </Link>{' '}
              <span className="text-muted">
                {profile.hosts} {profile.hosts === 1 ? 'host' : 'hosts'}
              </span>
            </li>
          ))}
        </ul>
        <p className="mt-3 mb-1 text-xs text-muted">Address for machines</p>
        <Copy text={`/api/pxeboot/${path}`} />
      </Card>
      <Card title="Revisions" flush>
        <ul className="max-h-72 divide-y divide-line overflow-y-auto">
          {revisions.map((revision) => (
            <li key={revision.number} className="px-4 py-2">
              <div className="flex items-center gap-2">
                <span className="tabular font-medium">r{revision.number}</span>
                <span className="truncate text-xs text-muted">
                  <Ago at={revision.createdAt} />
                </span>
                <span className="ml-auto flex gap-2 text-xs">
                  <button
                    type="button"
                    className="text-accent hover:underline"
                    onClick={() => onCompare(revision.number)}
                  >
                    Diff
                  </button>
                  {mayWrite && revision.number !== script.revision && (
                    <button
                      type="button"
                      className="text-accent hover:underline"
                      onClick={() => restore(revision.number)}
                    >
                      Restore
                    </button>
                  )}
                </span>
              </div>
              <p className="truncate text-xs text-muted">
                {revision.author}
                {revision.message && ` · ${revision.message}`}
              </p>
            </li>
          ))}
        </ul>
      </Card>
      {mayWrite && kind !== 'main' && <Deletion kind={kind} script={script} />}
    </div>
  );
}

function Deletion({ kind, script }: { kind: Exclude<ScriptKind, 'main'>; script: ScriptDetail }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  async function remove() {
    setBusy(true);
    const result = await deleteScriptAction({ kind, id: script.id });
    setBusy(false);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    router.push(`/scripts?kind=${kind}`);
  }
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Delete this script
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete “${script.title}”?`}
        note="Its revisions go with it. Installs that run now keep what they were authorised with."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button look="destructive" busy={busy} onClick={remove}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
