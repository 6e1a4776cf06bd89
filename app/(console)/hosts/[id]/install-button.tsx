'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import type { InstallSummary } from '@/lib/hosts/installs/data';
import type { HostDetail } from '@/lib/hosts/schema';
import { cancelInstallAction, retryInstallAction } from '../actions';
import { InstallDialog } from './install-dialog';

/** States after which the same install can be tried once more. */
const ended = ['failed', 'expired', 'cancelled'];

/** The next legal step of a host: install, cancel, retry, or install again. */
export function InstallButton({
  host,
  newest,
}: {
  host: HostDetail;
  newest: InstallSummary | null;
}) {
  const [open, setOpen] = useState<'fresh' | 'retry' | null>(null);
  const [busy, setBusy] = useState(false);
  const running = newest !== null && ['authorised', 'booting', 'installing'].includes(newest.state);

  async function act(work: Promise<{ ok: true } | { ok: false; message: string }>) {
    setBusy(true);
    const result = await work;
    setBusy(false);
    if (!result.ok) toast.error(result.message);
  }

  if (running) {
    return (
      <Button
        look="danger"
        busy={busy}
        onClick={() => void act(cancelInstallAction({ hostId: host.id }))}
      >
        Cancel the install
      </Button>
    );
  }
  if (!host.profile) {
    return (
      <Button
        look="primary"
        disabled
        title="It has no profile: choose one under Settings, or write a rule that fits it"
      >
        Install
      </Button>
    );
  }
  const mayRetry = newest !== null && ended.includes(newest.state);
  return (
    <>
      {mayRetry && (
        <Button
          look="primary"
          busy={busy}
          title="Once more with the same options, and with what its profile says now"
          onClick={() => {
            // What overwrites a disk asks for the host's name every time.
            if (newest.overwrite) setOpen('retry');
            else void act(retryInstallAction({ hostId: host.id }));
          }}
        >
          Retry
        </Button>
      )}
      <Button look={mayRetry ? 'plain' : 'primary'} onClick={() => setOpen('fresh')}>
        {newest ? 'Install again' : 'Install'}
      </Button>
      {open && (
        <InstallDialog
          host={host}
          again={newest !== null}
          overwrite={open === 'retry'}
          onClose={() => setOpen(null)}
        />
      )}
    </>
  );
}
