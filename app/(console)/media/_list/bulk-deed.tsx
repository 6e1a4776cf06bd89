'use client';

import Link from 'next/link';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { Progress } from '@/app/_ui/progress';
import { deleteMediaAction, rebuildMediaAction } from '../actions';
import { inPieces, type RefusedMedium } from './in-pieces';
import type { MediumRow } from './medium-row';

export type Deed = 'delete' | 'rebuild';

const these = (count: number) => (count === 1 ? 'this medium' : `these ${count} media`);
const someMedia = (count: number) => (count === 1 ? '1 medium' : `${count} media`);

const deeds = {
  delete: {
    act: deleteMediaAction,
    look: 'destructive',
    button: 'Delete',
    away: 'Keep',
    title: (count: number) => `Delete ${these(count)}?`,
    note: noteOfDeletion,
    done: (count: number) => `Deleted ${someMedia(count)}.`,
    refused: (count: number) => `${someMedia(count)} ${count === 1 ? 'stays' : 'stay'}`,
  },
  rebuild: {
    act: rebuildMediaAction,
    look: 'primary',
    button: 'Build again',
    away: 'Leave it',
    title: (count: number) => `Build ${these(count)} again?`,
    note: () =>
      'Newer parts are looked for. Where there are none, the files that are there are taken; permalinks and links give what comes out.',
    done: (count: number) => `Asked for ${someMedia(count)} again.`,
    refused: (count: number) => `${someMedia(count)} cannot be built again`,
  },
} as const;

/** Asks, does it piece by piece, and says of each that is refused why. */
export function BulkDeed({
  deed,
  media,
  onClose,
}: {
  deed: Deed;
  media: MediumRow[];
  /** Told the ids that are still chosen. */
  onClose: (left: string[]) => void;
}) {
  // Asked for once: what is done meanwhile does not go from under the reader's eyes.
  const [asked] = useState(media);
  const [through, setThrough] = useState<number | null>(null);
  const [refused, setRefused] = useState<RefusedMedium[] | null>(null);
  const words = deeds[deed];
  const busy = through !== null;

  function close() {
    if (!busy) onClose((refused ?? asked).map(({ id }) => id));
  }

  async function act() {
    const outcome = await inPieces({ media: asked, act: words.act, onProgress: setThrough });
    setThrough(null);
    if (outcome.done > 0) toast(words.done(outcome.done));
    if (outcome.failure !== null) {
      toast.error(outcome.failure);
      onClose([...outcome.refused, ...outcome.left].map(({ id }) => id));
    } else if (outcome.refused.length > 0) setRefused(outcome.refused);
    else onClose([]);
  }

  if (refused) {
    return (
      <Dialog open onOpenChange={close} title={words.refused(refused.length)}>
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
  return (
    <Dialog open onOpenChange={close} title={words.title(asked.length)} note={words.note(asked)}>
      <ul className="max-h-48 list-disc overflow-y-auto pl-5">
        {asked.map(({ id, title }) => (
          <li key={id} className="break-words">
            {title}
          </li>
        ))}
      </ul>
      <div className="mt-4 flex items-center justify-end gap-2">
        {busy ? (
          <div className="flex flex-1 items-center gap-3 text-muted">
            <Progress value={through / asked.length} label="Media gone through" />
            <span className="tabular whitespace-nowrap">
              {through} of {asked.length}
            </span>
          </div>
        ) : (
          <Button onClick={close}>{words.away}</Button>
        )}
        <Button look={words.look} busy={busy} onClick={() => void act()}>
          {words.button}
        </Button>
      </div>
    </Dialog>
  );
}

function noteOfDeletion(media: MediumRow[]): string {
  const linked = media.filter(({ links }) => links.length > 0).length;
  if (linked === 0) {
    return 'Their files go, unless another medium has the same; whoever boots by their address finds nothing there.';
  }
  const which = media.length === 1 ? 'It has' : linked === 1 ? 'One has' : `${linked} have`;
  return `${which} links, which must be removed first, unless another build of the same is there. The files of the others go.`;
}
