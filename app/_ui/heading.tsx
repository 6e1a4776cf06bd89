import type { ReactNode } from 'react';

/** The head of a page: its name, a sentence, and the next legal step at the right. */
export function Heading({
  title,
  note,
  actions,
}: {
  title: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl break-words font-semibold tracking-tight">{title}</h1>
        {note && <div className="mt-0.5 text-muted">{note}</div>}
      </div>
      {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}
