import type { ReactNode } from 'react';

/** A bordered surface, with a title line where one is given. */
export function Card({
  title,
  actions,
  children,
  flush = false,
  className = '',
}: {
  title?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** No padding: for tables and editors. */
  flush?: boolean;
  className?: string;
}) {
  return (
    <section className={`min-w-0 rounded-md border border-line bg-surface ${className}`}>
      {title !== undefined && (
        <header className="flex min-h-11 items-center justify-between gap-3 border-b border-line px-4">
          <h2 className="truncate font-semibold">{title}</h2>
          {actions && <div className="flex items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}

/** Name and value pairs. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 break-words">
            {value ?? <span className="text-faint">not known</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
