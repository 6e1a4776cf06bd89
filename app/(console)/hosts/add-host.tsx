'use client';

import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { HostDialog } from './host-dialog';

export function AddHost({
  profiles,
  openAtOnce = false,
}: {
  profiles: { id: string; name: string }[];
  openAtOnce?: boolean;
}) {
  const [open, setOpen] = useState(openAtOnce);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        Add a host
      </Button>
      {open && (
        <HostDialog
          title="Add a host"
          note="By its MAC: when the machine boots, it is known."
          submit="Add"
          macs={[]}
          profiles={profiles}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
