'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Notice } from '@/app/_ui/status';
import { Ago } from '@/app/_ui/time';
import type { Rescue } from '@/lib/hosts/rescue/schema';
import { cancelRescueAction } from '../actions';

/** A rescue boot that was ordered and has not come yet. */
export function RescueState({
  hostId,
  rescue,
  mayWrite,
}: {
  hostId: string;
  rescue: Rescue;
  mayWrite: boolean;
}) {
  const [busy, setBusy] = useState(false);

  async function cancel() {
    setBusy(true);
    const result = await cancelRescueAction({ hostId });
    setBusy(false);
    if (!result.ok) toast.error(result.message);
  }

  return (
    <div className="mb-5">
      <Notice
        meaning="attention"
        action={
          mayWrite && (
            <Button busy={busy} onClick={cancel}>
              Cancel the rescue boot
            </Button>
          )
        }
      >
        <span data-testid="rescue-sentence">
          A rescue boot is ordered: its next boot gets “{rescue.title}” r{rescue.revision}, once,
          and nothing is written to a disk by us. Ordered by {rescue.by}; the order ends{' '}
          <Ago at={rescue.until} />.
        </span>
      </Notice>
    </div>
  );
}
