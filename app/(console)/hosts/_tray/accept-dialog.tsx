'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { errorsByField } from '@/app/_ui/form-errors';
import { AreaField, TextField } from '@/app/_ui/labelled';
import { parametersOf } from '@/app/_ui/parameters';
import { bulkStrangersAction } from '../actions';
import { ProfileChoice } from '../profile-choice';
import { tellResults } from './results';

/** Many strangers become hosts, named by a pattern. */
export function AcceptDialog({
  macs,
  what,
  profiles,
  onDone,
  onClose,
}: {
  macs: string[];
  what: string;
  profiles: { id: string; name: string }[];
  onDone: () => void;
  onClose: () => void;
}) {
  const [names, setNames] = useState('node-{mac}');
  const [from, setFrom] = useState('1');
  const [profileId, setProfile] = useState('');
  const [lines, setLines] = useState('');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const counts = /\{n+\}/.test(names);
  const wish = {
    action: 'accept' as const,
    macs,
    names,
    from: counts ? Number(from) : undefined,
    profileId: profileId || null,
    labels: parametersOf(lines),
  };

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await bulkStrangersAction(wish);
    setBusy(false);
    if (!result.ok) {
      setErrors(errorsByField(result));
      return;
    }
    // Who was refused stays chosen, to be tried in another way.
    if (tellResults(result.value, 'accepted')) onDone();
    onClose();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Accept ${what}`}
      note="They become hosts of this team. Nothing is installed until you say so."
    >
      <form onSubmit={send} className="flex flex-col gap-1">
        <div className={counts ? 'grid grid-cols-[1fr_7rem] gap-3' : ''}>
          <TextField
            label="Names"
            name="names"
            mono
            value={names}
            error={errors.names}
            hint="{mac}: the MAC's last six digits; {n}, {nn}: a number; {serial}."
            onChange={setNames}
          />
          {counts && (
            <TextField
              label="From"
              name="from"
              type="number"
              value={from}
              error={errors.from}
              onChange={setFrom}
            />
          )}
        </div>
        <ProfileChoice
          value={profileId}
          profiles={profiles}
          error={errors.profileId}
          onChange={setProfile}
        />
        <AreaField
          label="Labels"
          name="labels"
          mono
          rows={3}
          placeholder="rack=a4"
          value={lines}
          error={errors.labels}
          hint="name=value, one a line; they go over those that a machine has."
          onChange={setLines}
        />
        {errors.form && <p className="text-danger">{errors.form}</p>}
        <div className="mt-2 flex items-center justify-between gap-2">
          <Curl method="POST" path="/api/machines/bulk" body={wish} />
          <Button look="primary" type="submit" busy={busy}>
            Accept {macs.length}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
