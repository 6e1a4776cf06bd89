import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** An empty state that teaches: a picture, a sentence, a button. */
export function Empty({
  Picture,
  title,
  children,
  action,
}: {
  Picture: LucideIcon;
  title: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Picture aria-hidden className="mb-1 size-8 text-faint" strokeWidth={1.25} />
      <p className="font-semibold">{title}</p>
      <p className="max-w-md text-muted">{children}</p>
      {action && <div className="mt-3 flex gap-2">{action}</div>}
    </div>
  );
}
