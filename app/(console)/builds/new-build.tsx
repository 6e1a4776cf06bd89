'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { requestBuildAction } from './actions';

/** Makes again what the installation itself needs, from today's packages. */
export function NewBuild() {
  const router = useRouter();
  const [busy, setBusy] = useState<string | null>(null);
  async function request(kind: 'loaders' | 'agent') {
    setBusy(kind);
    const result = await requestBuildAction({ kind });
    setBusy(null);
    if (result.ok) router.push(`/builds/${result.value.id}`);
    else toast.error(result.message);
  }
  return (
    <>
      <Button busy={busy === 'loaders'} onClick={() => request('loaders')}>
        Build the bootloaders
      </Button>
      <Button busy={busy === 'agent'} onClick={() => request('agent')}>
        Build the agent
      </Button>
    </>
  );
}
