'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { createImageAction } from './actions';

/** The ready image: one press. */
export function DebianButton({ primary = false }: { primary?: boolean }) {
  const [busy, setBusy] = useState(false);
  return (
    <Button
      look={primary ? 'primary' : 'plain'}
      busy={busy}
      onClick={async () => {
        setBusy(true);
        const day = new Date().toISOString().slice(0, 10);
        const result = await createImageAction({ name: `Debian ${day}`, build: {} });
        setBusy(false);
        if (!result.ok) toast.error(result.message);
      }}
    >
      Build a Debian image
    </Button>
  );
}
