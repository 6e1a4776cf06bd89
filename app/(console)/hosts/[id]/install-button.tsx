'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { Check, Field, Input } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import type { InstallSummary } from '@/lib/hosts/installs/data';
import type { HostDetail } from '@/lib/hosts/schema';
import { cancelInstallAction, installAction } from '../actions';

/** The next legal step of a host: install, cancel, or install again. */
export function InstallButton({
  host,
  newest,
}: {
  host: HostDetail;
  newest: InstallSummary | null;
}) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const running = newest !== null && ['authorised', 'booting', 'installing'].includes(newest.state);
  if (running) {
    return (
      <Button
        look="danger"
        busy={busy}
        onClick={async () => {
          setBusy(true);
          const result = await cancelInstallAction({ hostId: host.id });
          setBusy(false);
          if (!result.ok) toast.error(result.message);
        }}
      >
        Cancel the install
      </Button>
    );
  }
  if (!host.profile) {
    return (
      <Button look="primary" disabled title="Choose a profile under Settings first">
        Install
      </Button>
    );
  }
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        {newest ? 'Install again' : 'Install'}
      </Button>
      {open && <InstallDialog host={host} again={newest !== null} onClose={() => setOpen(false)} />}
    </>
  );
}

function InstallDialog({
  host,
  again,
  onClose,
}: {
  host: HostDetail;
  again: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const [overwrite, setOverwrite] = useState(false);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const confirmed = !overwrite || name === host.name;

  async function send() {
    setBusy(true);
    const result = await installAction({ hostId: host.id, wish: { overwrite } });
    setBusy(false);
    if (!result.ok) {
      setErrors(errorsByField(result));
      return;
    }
    onClose();
    router.push(`/hosts/${host.id}`);
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Install ${host.name}${again ? ' again' : ''}`}
      note={`With profile “${host.profile?.name}”, at its next network boot within an hour. What the profile says now is pinned.`}
    >
      <div className="flex flex-col gap-4">
        <Check
          checked={overwrite}
          onChange={(event) => setOverwrite(event.target.checked)}
          label="Overwrite a disk that holds data"
          hint="Without this, a disk with partitions or a file system is left alone and the install stops with the reason."
        />
        {overwrite && (
          <Field
            label={`Type “${host.name}” to confirm`}
            name="confirm"
            hint="What is on the chosen disk will be gone."
          >
            <Input
              name="confirm"
              autoComplete="off"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
        )}
        {Object.values(errors).map((message) => (
          <p key={message} className="text-danger">
            {message}
          </p>
        ))}
        <div className="flex items-center justify-between gap-2">
          <Curl method="POST" path={`/api/hosts/${host.id}/install`} body={{ overwrite }} />
          <Button
            look={overwrite ? 'destructive' : 'primary'}
            busy={busy}
            disabled={!confirmed}
            onClick={send}
          >
            Install
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
