'use client';

import { SelectField } from '@/app/_ui/labelled';

/** The profile of a host: by hand, or left to the profiles' rules. */
export function ProfileChoice({
  value,
  onChange,
  profiles,
  error,
  hint = 'What an install puts on it.',
}: {
  /** Id of a profile; empty: by rule. */
  value: string;
  onChange: (profileId: string) => void;
  profiles: { id: string; name: string }[];
  error?: string;
  hint?: string;
}) {
  return (
    <SelectField
      label="Profile"
      name="profileId"
      value={value}
      error={error}
      hint={hint}
      onChange={onChange}
    >
      <option value="">By rule, or the default</option>
      {profiles.map((profile) => (
        <option key={profile.id} value={profile.id}>
          {profile.name}
        </option>
      ))}
    </SelectField>
  );
}
