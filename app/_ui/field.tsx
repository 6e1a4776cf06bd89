import type {
  InputHTMLAttributes,
  ReactNode,
  SelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'react';

const box =
  'w-full rounded-md border bg-surface px-2.5 text-ink placeholder:text-faint disabled:opacity-60 aria-invalid:border-danger border-line-strong';

/**
 * A labelled control with its hint and its error. The error takes the
 * hint's place, so that nothing below it jumps.
 */
export function Field({
  label,
  name,
  hint,
  error,
  children,
}: {
  label: string;
  name: string;
  hint?: ReactNode;
  error?: string;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={name} className="font-medium">
        {label}
      </label>
      {children}
      <p
        id={`${name}-note`}
        className={`min-h-6 pb-1.5 text-xs ${error ? 'text-danger' : 'text-muted'}`}
      >
        {error ?? hint}
      </p>
    </div>
  );
}

/** Ties a control to its Field by name. */
function tie(name: string, error?: string) {
  return {
    id: name,
    name,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': `${name}-note`,
  } as const;
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & {
  name: string;
  error?: string;
  mono?: boolean;
};

export function Input({ name, error, mono, className = '', ...rest }: InputProps) {
  return (
    <input
      {...rest}
      {...tie(name, error)}
      className={`${box} h-8 ${mono ? 'font-mono text-[13px]' : ''} ${className}`}
    />
  );
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { name: string; error?: string };

export function Select({ name, error, className = '', ...rest }: SelectProps) {
  return <select {...rest} {...tie(name, error)} className={`${box} h-8 ${className}`} />;
}

type TextareaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  name: string;
  error?: string;
  mono?: boolean;
};

export function Textarea({ name, error, mono, className = '', ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      {...tie(name, error)}
      className={`${box} py-1.5 ${mono ? 'font-mono text-[13px]' : ''} ${className}`}
    />
  );
}

/** A checkbox with its sentence. */
export function Check({
  label,
  hint,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className="flex items-start gap-2">
      <input type="checkbox" {...rest} className="mt-1 size-3.5 accent-[var(--accent)]" />
      <span>
        {label}
        {hint && <span className="block text-xs text-muted">{hint}</span>}
      </span>
    </label>
  );
}
