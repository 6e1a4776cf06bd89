'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { putSecretAction } from './actions';
import { SecretValue } from './secret-value';
import { useAction } from './use-action';

/** A new value for a secret; the old one is not shown. */
export function SecretReplacement({ name }: { name: string }) {
  const router = useRouter();
  const { busy, errors, run } = useAction();
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState('');

  function close() {
    setOpen(false);
    setValue('');
  }
  function replace(event: FormEvent) {
    event.preventDefault();
    void run(putSecretAction({ name, value }), () => {
      close();
      toast.success(`${name} has a new value.`);
      router.refresh();
    });
  }

  return (
    <>
      <Button look="quiet" aria-label={`Replace ${name}`} onClick={() => setOpen(true)}>
        Replace
      </Button>
      <Dialog
        open={open}
        onOpenChange={close}
        title={`Replace the value of ${name}?`}
        note="Installs that fetch their answer file from now on get the new one."
      >
        <form onSubmit={replace} className="flex flex-col gap-1">
          <SecretValue
            label="New value"
            name="new-value"
            value={value}
            error={errors.value}
            onChange={setValue}
          />
          <div className="flex justify-end gap-2">
            <Button onClick={close}>Keep the old one</Button>
            <Button look="primary" type="submit" busy={busy}>
              Replace
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
