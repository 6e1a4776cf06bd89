'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import type { EnrolmentWithMedia } from '@/lib/builds/enrolled/schema';
import { deleteEnrolmentAction, revokeEnrolmentAction } from './enrolment-actions';
import { useAction } from './use-action';

/** The end of an enrolment token: revoked first, with the media that it takes along; then forgotten. */
export function EnrolmentEnd({ enrolment }: { enrolment: EnrolmentWithMedia }) {
  const router = useRouter();
  const { busy, run } = useAction();
  const [open, setOpen] = useState(false);
  const { id, name, media } = enrolment;
  const revoked = enrolment.state === 'revoked';
  const verb = revoked ? 'Delete' : 'Revoke';

  function end() {
    void run<unknown>(
      revoked ? deleteEnrolmentAction({ id }) : revokeEnrolmentAction({ id }),
      () => {
        setOpen(false);
        router.refresh();
      },
    );
  }

  return (
    <>
      <Button look="quiet" aria-label={`${verb} ${name}`} onClick={() => setOpen(true)}>
        {verb}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`${verb} ${name}?`}
        note={
          revoked
            ? 'Its media stay refused; only when it was revoked is forgotten.'
            : 'Machines that boot from its media are refused at once, and for good. Hosts that came by it stay.'
        }
      >
        {!revoked && media.length === 0 && <p className="text-muted">No medium carries it.</p>}
        {media.length > 0 && (
          <>
            <p className="mb-1">It is on:</p>
            <ul className="list-disc pl-5">
              {media.map((medium) => (
                <li key={medium.id} className="break-words">
                  <Link href={`/media/${medium.id}`} className="hover:text-accent">
                    {medium.title}
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
        <div className="mt-4 flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button look="destructive" busy={busy} onClick={end}>
            {verb}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
