'use client';

import { useState } from 'react';
import { Field, Input, Textarea } from '@/app/_ui/field';

/** A value that is typed and never shown: one line, or several as of a key. */
export function SecretValue({
  label,
  name,
  value,
  error,
  onChange,
}: {
  label: string;
  name: string;
  value: string;
  error?: string;
  onChange: (value: string) => void;
}) {
  const [several, setSeveral] = useState(false);
  const shared = { name, value, error, spellCheck: false } as const;
  return (
    <Field
      label={label}
      name={name}
      error={error}
      hint={
        <button
          type="button"
          className="text-accent hover:underline"
          onClick={() => {
            setSeveral(!several);
            onChange('');
          }}
        >
          {several ? 'One line' : 'Several lines, as of a key'}
        </button>
      }
    >
      {several ? (
        <Textarea
          {...shared}
          rows={4}
          autoComplete="off"
          className="[-webkit-text-security:disc]"
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <Input
          {...shared}
          type="password"
          autoComplete="new-password"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
