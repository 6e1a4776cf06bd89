'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { errorsByField } from '@/app/_ui/form-errors';
import { AreaField, TextField } from '@/app/_ui/labelled';
import { linesOf, parametersOf } from '@/app/_ui/parameters';
import { acceptStrangerAction, createHostAction } from './actions';
import { ProfileChoice } from './profile-choice';

/** The form of a new host, by hand or from a stranger. */
export function HostDialog({
  title,
  note,
  submit,
  name: givenName = '',
  macs: givenMacs,
  labels: givenLabels = {},
  stranger,
  profiles,
  onClose,
}: {
  title: string;
  note: string;
  submit: string;
  /** A name to begin with. */
  name?: string;
  macs: string[];
  labels?: Record<string, string>;
  /** The MAC by which the stranger is known. */
  stranger?: string;
  profiles: { id: string; name: string }[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [name, setName] = useState(givenName);
  const [macs, setMacs] = useState(givenMacs.join('\n'));
  const [address, setAddress] = useState('');
  const [profileId, setProfile] = useState('');
  const [labels, setLabels] = useState(linesOf(givenLabels));
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const host = {
    name,
    macs: macs.split(/[\s,]+/).filter(Boolean),
    address: address || null,
    profileId: profileId || null,
    labels: parametersOf(labels),
  };

  async function send(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = stranger
      ? await acceptStrangerAction({ mac: stranger, host })
      : await createHostAction(host);
    setBusy(false);
    if (result.ok) {
      onClose();
      router.push(`/hosts/${result.value.id}`);
    } else setErrors(errorsByField(result));
  }

  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} note={note}>
      <form onSubmit={send} className="flex flex-col gap-1">
        <TextField
          label="Name"
          name="name"
          autoFocus
          value={name}
          error={errors.name}
          hint="One DNS label, such as node-17. The machine gets it as its hostname."
          onChange={setName}
        />
        <AreaField
          label="MAC addresses"
          name="macs"
          mono
          rows={2}
          value={macs}
          error={errors.macs}
          hint="Any spelling, one a line. The host is known by any of them."
          onChange={setMacs}
        />
        <TextField
          label="Address"
          name="address"
          mono
          value={address}
          error={errors.address}
          hint="Reserved in DHCP and answered in DNS. Empty: one from the range."
          onChange={setAddress}
        />
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
          rows={2}
          placeholder="rack=a4"
          value={labels}
          error={errors.labels}
          hint="name=value, one a line."
          onChange={setLabels}
        />
        {errors.form && <p className="text-danger">{errors.form}</p>}
        <div className="mt-2 flex items-center justify-between gap-2">
          <Curl
            method="POST"
            path={stranger ? `/api/machines/${stranger}/accept` : '/api/hosts'}
            body={host}
          />
          <Button look="primary" type="submit" busy={busy}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
