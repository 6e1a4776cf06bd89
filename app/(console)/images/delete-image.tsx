'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { deleteImageAction } from './actions';

export function DeleteImage({ id, name }: { id: string; name: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setOpen(true)}>
        Delete
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete “${name}”?`}
        note="Its file goes too, unless another image has the same content."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setOpen(false)}>Keep it</Button>
          <Button
            look="destructive"
            onClick={async () => {
              const result = await deleteImageAction({ id });
              if (!result.ok) toast.error(result.message);
              setOpen(false);
            }}
          >
            Delete
          </Button>
        </div>
      </Dialog>
    </>
  );
}
