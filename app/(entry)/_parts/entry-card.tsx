import type { ReactNode } from 'react';
import { Card } from '@/app/_ui/card';

/** A page's one card: what it is about, and a form or the way out. */
export function EntryCard({
  title,
  note,
  children,
}: {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <Card>
      <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
      {note && <div className="mt-1 text-muted">{note}</div>}
      {children && <div className="mt-5">{children}</div>}
    </Card>
  );
}
