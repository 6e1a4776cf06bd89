'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { errorsByField } from '@/app/_ui/form-errors';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { rescueTitle } from '@/lib/hosts/rescue/schema';
import { orderRescueAction, subScriptsAction } from '../actions';

/** One boot into a sub script, without an install. */
export function RescueButton({ host }: { host: { id: string; name: string } }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Rescue boot</Button>
      {open && <RescueDialog host={host} onClose={() => setOpen(false)} />}
    </>
  );
}

function RescueDialog({
  host,
  onClose,
}: {
  host: { id: string; name: string };
  onClose: () => void;
}) {
  const [scripts, setScripts] = useState<{ id: string; title: string }[]>([]);
  const [scriptId, setScript] = useState('');
  const [minutes, setMinutes] = useState('60');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const wish = { scriptId: scriptId || null, minutes: Number(minutes) };

  useEffect(() => {
    let current = true;
    void subScriptsAction({}).then((result) => {
      if (current && result.ok) setScripts(result.value);
    });
    return () => {
      current = false;
    };
  }, []);

  async function send() {
    setBusy(true);
    const result = await orderRescueAction({ hostId: host.id, wish });
    setBusy(false);
    if (result.ok) onClose();
    else setErrors(errorsByField(result));
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Boot ${host.name} for rescue, once`}
      note="At its next network boot it gets the sub script, and after that its own disk again. Nothing is installed, and we write nothing to a disk; what the script itself does is yours to know."
    >
      <div className="grid gap-x-3 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <SelectField
          label="Sub script"
          name="scriptId"
          value={scriptId}
          error={errors.scriptId}
          onChange={setScript}
        >
          <option value="">The one titled “{rescueTitle}”</option>
          {scripts
            .filter(({ title }) => title !== rescueTitle)
            .map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
        </SelectField>
        <TextField
          label="Within minutes"
          name="minutes"
          type="number"
          value={minutes}
          error={errors.minutes}
          onChange={setMinutes}
        />
      </div>
      {errors.form && <p className="mb-3 text-danger">{errors.form}</p>}
      <div className="flex items-center justify-between gap-2">
        <Curl method="POST" path={`/api/hosts/${host.id}/rescue`} body={wish} />
        <Button look="primary" busy={busy} onClick={send}>
          Order it
        </Button>
      </div>
    </Dialog>
  );
}
