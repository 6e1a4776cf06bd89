import Link from 'next/link';
import type { ReactNode } from 'react';

const line = '-mb-px flex h-9 items-center gap-1.5 border-b-2 px-3 whitespace-nowrap';

const lineBelow = 'border-b border-line';

function look(here: boolean): string {
  return here
    ? 'border-accent font-medium text-ink'
    : 'border-transparent text-muted hover:text-ink';
}

/** Tabs that are addresses: the URL holds which one is open. */
export function TabLinks({
  label,
  tabs,
}: {
  label: string;
  tabs: { name: string; href: string; here: boolean; count?: number }[];
}) {
  return (
    <nav aria-label={label} className="mb-4 flex overflow-x-auto border-b border-line">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={tab.here ? 'page' : undefined}
          className={`${line} ${look(tab.here)}`}
        >
          {tab.name}
          {tab.count !== undefined && (
            <span className="tabular text-xs text-faint">{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** Tabs within one thing. */
export function TabButtons<Id extends string>({
  label,
  tabs,
  here,
  onChange,
  actions,
}: {
  label: string;
  tabs: { id: Id; name: string }[];
  here: Id;
  onChange: (id: Id) => void;
  /** At the right end of the line. */
  actions?: ReactNode;
}) {
  const list = (
    <div role="tablist" aria-label={label} className={`flex px-1 ${actions ? '' : lineBelow}`}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          aria-selected={tab.id === here}
          onClick={() => onChange(tab.id)}
          className={`${line} ${look(tab.id === here)}`}
        >
          {tab.name}
        </button>
      ))}
    </div>
  );
  if (!actions) return list;
  return (
    <div className={`flex flex-wrap items-center justify-between ${lineBelow}`}>
      {list}
      <div className="ml-auto flex items-center gap-1 px-2">{actions}</div>
    </div>
  );
}
