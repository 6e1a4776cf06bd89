'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import type { SecretView } from '@/lib/scripts/secrets/schema';
import { deleteSecretAction } from './actions';
import { useAction } from './use-action';

/** The end of a secret; where scripts use it, they are named instead. */
export function SecretDeletion({ secret }: { secret: SecretView }) {
  const router = useRouter();
  const { busy, run } = useAction();
  const [open, setOpen] = useState(false);
  const used = secret.usedBy.length > 0;

  return (
    <>
      <Button look="quiet" aria-label={`Delete ${secret.name}`} onClick={() => setOpen(true)}>
        Delete
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={used ? `${secret.name} is in use` : `Delete ${secret.name}?`}
        note={used ? 'Take it out of these scripts first.' : 'Nobody can bring its value back.'}
      >
        <ul className="list-disc pl-5">
          {secret.usedBy.map((script) => (
            <li key={script.id} className="break-words">
              <Link href={`/scripts/${script.kind}/${script.id}`} className="hover:text-accent">
                {script.title}
              </Link>
            </li>
          ))}
        </ul>
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>{used ? 'Close' : 'Keep it'}</Button>
          {!used && (
            <Button
              look="destructive"
              busy={busy}
              onClick={() =>
                void run(deleteSecretAction({ name: secret.name }), () => {
                  setOpen(false);
                  router.refresh();
                })
              }
            >
              Delete
            </Button>
          )}
        </div>
      </Dialog>
    </>
  );
}
