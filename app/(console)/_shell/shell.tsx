'use client';

import { Menu, Search } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useConnected } from '@/app/_ui/live';
import { Palette } from './palette';
import { Shortcuts } from './shortcuts';
import { Sidebar, type Who } from './sidebar';
import { ThemeToggle } from './theme-toggle';

export interface ShellProps {
  who: Who;
  teams: { id: string; name: string }[];
  hostCount: number;
  /** Observed state of dnsmasq: the dot beside Network. */
  network: string;
  mayOperate: boolean;
  children: ReactNode;
}

/** Sidebar, top line, palette and keys around every page. */
export function Shell(props: ShellProps) {
  const [palette, setPalette] = useState(false);
  const [menu, setMenu] = useState(false);
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the menu
  useEffect(() => setMenu(false), [path]);
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-surface focus:p-2"
      >
        Skip to the page
      </a>
      <Sidebar {...props} open={menu} onClose={() => setMenu(false)} />
      <div className="flex min-w-0 flex-1 flex-col">
        <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-canvas/95 px-4 lg:px-6">
          <button
            type="button"
            aria-label="Open the menu"
            onClick={() => setMenu(true)}
            className="rounded p-1.5 hover:bg-raised lg:hidden"
          >
            <Menu aria-hidden className="size-4" />
          </button>
          <Trail path={path} />
          <div className="ml-auto flex shrink-0 items-center gap-3">
            <button
              type="button"
              onClick={() => setPalette(true)}
              className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-muted hover:border-line-strong sm:w-56"
            >
              <Search aria-hidden className="size-3.5" />
              <span className="hidden sm:inline">Search</span>
              <kbd className="ml-auto hidden font-sans text-xs text-faint sm:inline">⌘K</kbd>
            </button>
            <Connection />
            <ThemeToggle />
          </div>
        </header>
        <main id="main" className="w-full max-w-[1400px] min-w-0 flex-1 px-4 py-6 lg:px-6">
          {props.children}
        </main>
      </div>
      <Palette open={palette} onOpenChange={setPalette} />
      <Shortcuts onPalette={() => setPalette(true)} />
    </div>
  );
}

function Connection() {
  const connected = useConnected();
  return (
    <span
      title={
        connected
          ? 'This page follows what happens.'
          : 'Not connected; trying again. What you see may be old.'
      }
      className={`flex w-16 items-center gap-1.5 text-xs ${connected ? 'text-good' : 'text-attention'}`}
    >
      <span aria-hidden className={connected ? '' : 'opacity-60'}>
        {connected ? '●' : '○'}
      </span>
      {connected ? 'live' : 'waiting'}
    </span>
  );
}

/** Where we are, from the path; the page's own heading names the thing. */
function Trail({ path }: { path: string }) {
  const [room] = path.split('/').filter(Boolean);
  if (!room) return <span className="truncate font-medium">Overview</span>;
  const name = room.charAt(0).toUpperCase() + room.slice(1);
  return (
    <nav aria-label="Where you are" className="min-w-0 truncate">
      <Link href={`/${room}`} className="font-medium hover:text-accent">
        {name}
      </Link>
    </nav>
  );
}
