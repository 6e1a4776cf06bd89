'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import type { LocalNodeView } from '@/lib/hosts/local-nodes/schema';
import { checkNodeAction, removeNodeAction } from './actions';

/** Knock at a node now, or forget it. */
export function NodeActions({ node }: { node: LocalNodeView }) {
  // Until a newer answer than the one we saw is there.
  const [asked, setAsked] = useState<string | null | undefined>(undefined);
  const [asking, setAsking] = useState(false);
  const waiting = asked !== undefined && asked === node.checkedAt;

  async function check() {
    setAsked(node.checkedAt);
    const result = await checkNodeAction({ id: node.id });
    if (result.ok) return;
    setAsked(undefined);
    toast.error(result.message);
  }

  async function remove() {
    setAsking(false);
    const result = await removeNodeAction({ id: node.id });
    if (!result.ok) toast.error(result.message);
  }

  return (
    <span className="flex justify-end gap-1">
      <Button busy={waiting} onClick={check} aria-label={`Check ${node.name} now`}>
        Check now
      </Button>
      <Button look="quiet" onClick={() => setAsking(true)} aria-label={`Remove ${node.name}`}>
        Remove
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Remove ${node.name} from the list?`}
        note="Nothing is done to the machine. When it registers again, it comes back."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep</Button>
          <Button look="destructive" onClick={remove}>
            Remove
          </Button>
        </div>
      </Dialog>
    </span>
  );
}
