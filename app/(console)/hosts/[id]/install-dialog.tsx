'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { Check } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { TextField } from '@/app/_ui/labelled';
import type { HostDetail } from '@/lib/hosts/schema';
import { installAction } from '../actions';

/** Authorises an install; what overwrites data asks for the host's name. */
export function InstallDialog({
  host,
  again,
  overwrite: before,
  onClose,
}: {
  host: HostDetail;
  again: boolean;
  /** As the last install had it. */
  overwrite: boolean;
  onClose: () => void;
}) {
  const router = useRouter();
  const [overwrite, setOverwrite] = useState(before);
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
          <TextField
            label={`Type “${host.name}” to confirm`}
            name="confirm"
            hint="What is on the chosen disk will be gone."
            value={name}
            onChange={setName}
          />
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
