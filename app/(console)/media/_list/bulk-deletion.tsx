'use client';

import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { deleteMediaAction } from '../actions';
import type { MediumRow } from './medium-row';

interface Refused {
  id: string;
  title: string;
  reason: string;
}

/** Asks, deletes what may go, and says of each of the others why it stays. */
export function BulkDeletion({
  media,
  open,
  onClose,
}: {
  media: MediumRow[];
  open: boolean;
  /** Told the ids that are still chosen. */
  onClose: (left: string[]) => void;
}) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused[] | null>(null);

  function close() {
    onClose((refused ?? media).map(({ id }) => id));
    setRefused(null);
  }

  async function remove() {
    setBusy(true);
    const result = await deleteMediaAction({
      media: media.map(({ id, title }) => ({ id, title })),
    });
    setBusy(false);
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    const { deleted } = result.value;
    if (deleted > 0) toast(`Deleted ${deleted} ${deleted === 1 ? 'medium' : 'media'}.`);
    if (result.value.refused.length > 0) setRefused(result.value.refused);
    else onClose([]);
  }

  if (refused) {
    return (
      <Dialog
        open={open}
        onOpenChange={close}
        title={`${refused.length} ${refused.length === 1 ? 'medium stays' : 'media stay'}`}
      >
        <ul className="flex max-h-80 flex-col gap-3 overflow-y-auto">
          {refused.map((medium) => (
            <li key={medium.id} className="break-words">
              <Link href={`/media/${medium.id}`} className="font-medium hover:text-accent">
                {medium.title}
              </Link>
              <p className="text-muted">{medium.reason}</p>
            </li>
          ))}
        </ul>
        <div className="mt-4 flex justify-end">
          <Button onClick={close}>Close</Button>
        </div>
      </Dialog>
    );
  }
  const linked = media.filter(({ links }) => links.length > 0).length;
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={media.length === 1 ? 'Delete this medium?' : `Delete these ${media.length} media?`}
      note={
        linked > 0
          ? `Their files go, and ${linked === 1 ? 'one of them has a link that' : `${linked} of them have links that`} will answer “not found”.`
          : 'Their files go; whoever boots by their address finds nothing there.'
      }
    >
      <ul className="max-h-48 list-disc overflow-y-auto pl-5">
        {media.map(({ id, title }) => (
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
