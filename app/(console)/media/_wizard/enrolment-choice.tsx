'use client';

import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { errorsByField } from '@/app/_ui/form-errors';
import { SelectField, TextField } from '@/app/_ui/labelled';
import { createEnrolmentAction } from '../../settings/enrolment-actions';
import { expiryOf } from './expiry';
import type { Ground } from './ground';

/** A token that is there, or a new one. */
export function EnrolmentChoice({
  value,
  error,
  enrolments,
  onChange,
}: {
  value: string;
  error?: string;
  enrolments: Ground['enrolments'];
  onChange: (id: string) => void;
}) {
  const [made, setMade] = useState<Ground['enrolments']>([]);
  const [name, setName] = useState('');
  const [days, setDays] = useState('90');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const known = new Set(enrolments.map(({ id }) => id));
  const all = [...made.filter(({ id }) => !known.has(id)), ...enrolments];

  async function make() {
    const expiry = expiryOf({ days, now: Date.now() });
    if ('problem' in expiry) return setErrors({ days: expiry.problem });
    setBusy(true);
    setErrors({});
    const result = await createEnrolmentAction({ name, expiresAt: expiry.at });
    setBusy(false);
    if (!result.ok) return setErrors(errorsByField(result));
    setMade([result.value, ...made]);
    setName('');
    onChange(result.value.id);
  }

  return (
    <div className="flex flex-col gap-2">
      <SelectField
        label="Enrolment token"
        name="enrolment"
        value={all.some(({ id }) => id === value) ? value : ''}
        error={error}
        hint="It is part of the medium. Revoke it under Settings when a medium is lost."
        onChange={onChange}
      >
        <option value="">{all.length === 0 ? 'None is there yet' : 'Choose a token'}</option>
        {all.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
            {one.expiresAt ? `, until ${one.expiresAt.slice(0, 10)}` : ''}
          </option>
        ))}
      </SelectField>
      <fieldset className="grid items-start gap-x-3 rounded-md border border-line p-3 sm:grid-cols-[minmax(0,1fr)_140px_auto]">
        <legend className="px-1 text-xs text-muted">Make a new one</legend>
        <TextField
          label="Name"
          name="enrolment-name"
          value={name}
          error={errors.name}
          hint="Such as the place that the medium goes to."
          onChange={setName}
        />
        <TextField
          label="Good for, days"
          name="enrolment-days"
          type="number"
          value={days}
          error={errors.expiresAt ?? errors.days}
          hint="Empty: until revoked."
          onChange={setDays}
        />
        <Button busy={busy} disabled={name.trim() === ''} onClick={make} className="sm:mt-6">
          Make it
        </Button>
        {errors.form && <p className="text-danger sm:col-span-3">{errors.form}</p>}
      </fieldset>
    </div>
  );
}
