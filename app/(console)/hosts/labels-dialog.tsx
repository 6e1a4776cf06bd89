'use client';

import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import type { ActionResult } from '@/app/_doors/action';
import { Button } from '@/app/_ui/button';
import { Dialog } from '@/app/_ui/dialog';
import { errorsByField } from '@/app/_ui/form-errors';
import { AreaField, TextField } from '@/app/_ui/labelled';
import { parametersOf } from '@/app/_ui/parameters';

/** Sets labels on many, and takes others away; what is not named stays. */
export function LabelsDialog({
  what,
  send,
  onClose,
}: {
  /** Such as `these 3 hosts`. */
  what: string;
  send: (labels: Record<string, string | null>) => Promise<ActionResult<unknown>>;
  onClose: () => void;
}) {
  const [lines, setLines] = useState('');
  const [gone, setGone] = useState('');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const taken = gone.split(/[\s,]+/).filter(Boolean);
  const change = {
    ...Object.fromEntries(taken.map((name) => [name, null])),
    ...parametersOf(lines),
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    // The dialog may stand within the form of a page.
    event.stopPropagation();
    setBusy(true);
    const result = await send(change);
    setBusy(false);
    if (!result.ok) {
      setErrors(errorsByField(result));
      return;
    }
    toast.success('Labelled');
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Label ${what}`}
      note="Labels are for you: to find hosts by, to choose profiles by, and to use in templates."
    >
      <form onSubmit={submit} className="flex flex-col gap-1">
        <AreaField
          label="Set"
          name="labels"
          mono
          rows={4}
          placeholder={'rack=a4\nrole=worker'}
          value={lines}
          error={errors.labels}
          hint="name=value, one a line. Other labels stay."
          onChange={setLines}
        />
        <TextField
          label="Take away"
          name="gone"
          mono
          value={gone}
          hint="Names of labels, with spaces between them."
          onChange={setGone}
        />
        {errors.form && <p className="text-danger">{errors.form}</p>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave them</Button>
          <Button
            look="primary"
            type="submit"
            busy={busy}
            disabled={Object.keys(change).length === 0}
          >
            Label
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
