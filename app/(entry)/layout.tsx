import type { ReactNode } from 'react';

/** The rooms before the console: one column in the middle, on any screen. */
export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col items-center px-4 py-[max(2rem,10dvh)]">
      <div className="mb-6 flex items-center gap-2.5 text-lg font-semibold tracking-tight">
        {/* biome-ignore lint/performance/noImgElement: a 600-byte drawing needs no optimiser */}
        <img src="/icon.svg" alt="" className="size-7" />
        provisioner
      </div>
      <main className="w-full max-w-sm has-data-[wide]:max-w-2xl">{children}</main>
    </div>
  );
}
