'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { ActionResult } from '@/app/_doors/action';
import { Button, ButtonLink, buttonClass } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import type { MediumDetail } from '@/lib/builds/media/schema';
import { pathOf } from '../_rest/path-of';
import { cancelMediumAction, deleteMediaAction, rebuildMediumAction } from '../actions';

/** The next legal step first, then what else can be done. */
export function MediumActions({ medium }: { medium: MediumDetail }) {
  const { id, title, state, links } = medium;
  const router = useRouter();
  const [busy, setBusy] = useState<'cancel' | 'rebuild' | 'delete' | null>(null);
  const [asking, setAsking] = useState(false);
  const main = medium.files.find(({ name }) => name === medium.main);
  const inFlight = state === 'queued' || state === 'running';

  async function act<T>(
    what: NonNullable<typeof busy>,
    work: Promise<ActionResult<T>>,
    done?: (value: T) => void,
  ) {
    setBusy(what);
    const result = await work;
    setBusy(null);
    if (result.ok) done?.(result.value);
    else toast.error(result.message);
  }

  const rebuild = () =>
    act('rebuild', rebuildMediumAction({ id }), (made) => router.push(`/media/${made.id}`));

  async function remove() {
    await act('delete', deleteMediaAction({ media: [{ id, title }] }), ({ refused }) => {
      setAsking(false);
      const [first] = refused;
      if (first) toast.error(first.reason);
      else router.push('/media');
    });
  }

  if (inFlight) {
    return (
      <Button
        look="danger"
        busy={busy === 'cancel'}
        onClick={() => void act('cancel', cancelMediumAction({ id }))}
      >
        Cancel
      </Button>
    );
  }
  return (
    <>
      {main?.url ? (
        <a href={pathOf(main.url)} download={main.name} className={buttonClass('primary')}>
          Download
        </a>
      ) : null}
      <Button look={main ? 'plain' : 'primary'} busy={busy === 'rebuild'} onClick={rebuild}>
        Build again
      </Button>
      <ButtonLink href={`/media/new?like=${id}`}>Make one like it</ButtonLink>
      <Button look="danger" onClick={() => setAsking(true)}>
        Delete…
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Delete “${title}”?`}
        note={
          links.length > 0
            ? `Its ${links.length === 1 ? 'link' : 'links'} ${links.map(({ name }) => name).join(', ')} must be removed first, unless another build of the same is there.`
            : 'Its files go, unless another medium has the same; whoever boots by its address finds nothing there.'
        }
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button look="destructive" busy={busy === 'delete'} onClick={() => void remove()}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
