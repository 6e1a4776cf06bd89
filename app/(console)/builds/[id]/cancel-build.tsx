'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { cancelBuildAction } from '../actions';

export function CancelBuild({ id }: { id: string }) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      look="danger"
      busy={busy}
      onClick={async () => {
        setBusy(true);
        const result = await cancelBuildAction({ id });
        setBusy(false);
        if (!result.ok) toast.error(result.message);
      }}
    >
      Cancel
    </Button>
  );
}
