'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { TextField } from '@/app/_ui/labelled';
import { deleteHostsAction } from '../actions';

/** Deletes a host, once its name was typed. */
export function DeleteHost({ host }: { host: { id: string; name: string } }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');

  async function remove() {
    const result = await deleteHostsAction({ ids: [host.id] });
    if (result.ok) router.push('/hosts');
    else toast.error(result.message);
  }

  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Delete the host
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${host.name}?`}
        note="Its record and timeline go; its disk is not touched. When it boots again it is a stranger."
      >
        <TextField
          label={`Type “${host.name}” to confirm`}
          name="confirm-delete"
          value={name}
          onChange={setName}
        />
        <div className="flex justify-end">
          <Button look="destructive" disabled={name !== host.name} onClick={remove}>
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
