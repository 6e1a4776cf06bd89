'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Dialog } from '@/app/_ui/dialog';
import { Field, Input, Select, Textarea } from '@/app/_ui/field';
import { errorsByField } from '@/app/_ui/form-errors';
import { acceptStrangerAction, createHostAction } from './actions';

/** The form of a new host, by hand or from a stranger. */
export function HostDialog({
  title,
  note,
  submit,
  name: givenName = '',
  macs: givenMacs,
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
  /** The MAC by which the stranger is known. */
  stranger?: string;
  profiles: { id: string; name: string }[];
  onClose: () => void;
}) {
  const router = useRouter();
  const [name, setName] = useState(givenName);
  const [macs, setMacs] = useState(givenMacs.join('\n'));
  const [address, setAddress] = useState('');
  const [profileId, setProfile] = useState(profiles.length === 1 ? (profiles[0]?.id ?? '') : '');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const host = {
    name,
    macs: macs.split(/[\s,]+/).filter(Boolean),
    address: address || null,
    profileId: profileId || null,
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
        <Field
          label="Name"
          name="name"
          error={errors.name}
          hint="One DNS label, such as node-17. The machine gets it as its hostname."
        >
          <Input
            name="name"
            autoFocus
            autoComplete="off"
            value={name}
            error={errors.name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field
          label="MAC addresses"
          name="macs"
          error={errors.macs}
          hint="Any spelling, one a line. The host is known by any of them."
        >
          <Textarea
            name="macs"
            mono
            rows={2}
            value={macs}
            error={errors.macs}
            onChange={(event) => setMacs(event.target.value)}
          />
        </Field>
        <Field
          label="Address"
          name="address"
          error={errors.address}
          hint="Reserved in DHCP and answered in DNS. Empty: one from the range."
        >
          <Input
            name="address"
            mono
            value={address}
            error={errors.address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </Field>
        <Field
          label="Profile"
          name="profileId"
          error={errors.profileId}
          hint="What an install puts on it."
        >
          <Select
            name="profileId"
            value={profileId}
            onChange={(event) => setProfile(event.target.value)}
          >
            <option value="">None yet</option>
            {profiles.map((profile) => (
              <option key={profile.id} value={profile.id}>
                {profile.name}
              </option>
            ))}
          </Select>
        </Field>
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
