'use client';

import type { ReactNode } from 'react';
import { TabButtons } from '@/app/_ui/tab-links';

export type View = 'code' | 'diff' | 'preview';

/** The tabs over the text, with the panes under them in one place of one size. */
export function Views({
  here,
  withDiff,
  onChange,
  actions,
  children,
}: {
  here: View;
  /** A new script has nothing to differ from. */
  withDiff: boolean;
  onChange: (view: View) => void;
  actions: ReactNode;
  children: ReactNode;
}) {
  const tabs: { id: View; name: string }[] = [
    { id: 'code', name: 'Code' },
    { id: 'diff', name: 'Diff' },
    { id: 'preview', name: 'Preview' },
  ];
  return (
    <section className="flex h-[72vh] min-h-96 min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface">
      <TabButtons
        label="Views"
        tabs={tabs.filter(({ id }) => withDiff || id !== 'diff')}
        here={here}
        onChange={onChange}
        actions={actions}
      />
      <div className="relative min-h-0 flex-1">{children}</div>
    </section>
  );
}

/** What a tab shows. A hidden one keeps its size, so that an editor in it keeps its place. */
export function Pane({
  label,
  shown,
  children,
}: {
  label: string;
  shown: boolean;
  children: ReactNode;
}) {
  return (
    <div
      role="tabpanel"
      aria-label={label}
      className={`absolute inset-0 ${shown ? '' : 'invisible'}`}
    >
      {children}
    </div>
  );
}
