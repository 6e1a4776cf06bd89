import type { ReactNode } from 'react';
import { Field, Input, Select, Textarea } from './field';

interface Labelled {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string;
}

interface Typed extends Labelled {
  mono?: boolean;
  placeholder?: string;
}

/** A line of text with its label, hint and error. */
export function TextField({
  label,
  hint,
  onChange,
  type,
  autoFocus,
  ...rest
}: Typed & { type?: 'text' | 'email' | 'password' | 'number'; autoFocus?: boolean }) {
  return (
    <Field label={label} name={rest.name} hint={hint} error={rest.error}>
      <Input
        {...rest}
        type={type}
        autoFocus={autoFocus}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** Some lines of text with their label, hint and error. */
export function AreaField({ label, hint, onChange, ...rest }: Typed & { rows?: number }) {
  return (
    <Field label={label} name={rest.name} hint={hint} error={rest.error}>
      <Textarea {...rest} onChange={(event) => onChange(event.target.value)} />
    </Field>
  );
}

/** One of several with its label, hint and error; the options are its children. */
export function SelectField({
  label,
  hint,
  onChange,
  children,
  ...rest
}: Labelled & { children: ReactNode; disabled?: boolean }) {
  return (
    <Field label={label} name={rest.name} hint={hint} error={rest.error}>
      <Select {...rest} onChange={(event) => onChange(event.target.value)}>
        {children}
      </Select>
    </Field>
  );
}
