import Link from 'next/link';
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const looks = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  plain: 'bg-surface text-ink border-line-strong hover:bg-raised',
  quiet: 'bg-transparent text-muted border-transparent hover:bg-raised hover:text-ink',
  danger: 'bg-surface text-danger border-line-strong hover:bg-danger-soft',
  destructive: 'bg-danger text-surface border-transparent hover:opacity-90',
} as const;

export type ButtonLook = keyof typeof looks;

const base =
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 font-medium whitespace-nowrap select-none disabled:cursor-not-allowed disabled:opacity-50';

/** The classes of a button, for what must look like one. */
export function buttonClass(look: ButtonLook = 'plain', extra = ''): string {
  return `${base} ${looks[look]} ${extra}`;
}

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: ButtonLook;
  /** Shows that the work goes on, and refuses a second press. */
  busy?: boolean;
}

export function Button({ look = 'plain', busy, className = '', children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
      className={buttonClass(look, className)}
    >
      {busy && (
        <span
          aria-hidden
          className="size-3 animate-spin rounded-full border-2 border-current border-r-transparent"
        />
      )}
      {children}
    </button>
  );
}

export function ButtonLink({
  look = 'plain',
  href,
  children,
  className = '',
}: {
  look?: ButtonLook;
  href: string;
  children: ReactNode;
  className?: string;
}) {
  return (
    <Link href={href} className={buttonClass(look, className)}>
      {children}
    </Link>
  );
}
