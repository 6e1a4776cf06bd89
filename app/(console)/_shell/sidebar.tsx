'use client';

import { Check, ChevronsUpDown, LogOut, X } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { DropdownMenu } from 'radix-ui';
import { meaningOf } from '@/app/_ui/status';
import { chooseTeam } from './actions';
import { leave } from './leave';
import { places } from './places';

export interface Who {
  name: string;
  teamId: string;
  teamName: string;
  role: string;
}

const dots: Record<string, string> = {
  good: 'text-good',
  working: 'text-working',
  attention: 'text-attention',
  failed: 'text-danger',
  none: 'text-faint',
};

export function Sidebar({
  who,
  teams,
  hostCount,
  network,
  open,
  onClose,
}: {
  who: Who;
  teams: { id: string; name: string }[];
  hostCount: number;
  network: string;
  open: boolean;
  onClose: () => void;
}) {
  const path = usePathname();
  return (
    <>
      {open && (
        <button
          type="button"
          aria-label="Close the menu"
          onClick={onClose}
          className="fixed inset-0 z-30 bg-black/40 lg:hidden"
        />
      )}
      <aside
        className={`fixed inset-y-0 left-0 z-40 flex w-52 shrink-0 flex-col border-r border-line bg-canvas lg:sticky lg:top-0 lg:h-dvh ${open ? '' : 'max-lg:hidden'}`}
      >
        <div className="flex h-12 items-center justify-between px-4">
          <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight">
            {/* biome-ignore lint/performance/noImgElement: an 600-byte drawing needs no optimiser */}
            <img src="/icon.svg" alt="" className="size-5" />
            provisioner
          </Link>
          <button
            type="button"
            aria-label="Close the menu"
            onClick={onClose}
            className="rounded p-1 hover:bg-raised lg:hidden"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
        <nav aria-label="Rooms" className="flex flex-1 flex-col gap-0.5 overflow-y-auto px-2 py-2">
          {places.map(({ name, href, Icon }) => {
            const here = href === '/' ? path === '/' : path.startsWith(href);
            return (
              <Link
                key={href}
                href={href}
                aria-current={here ? 'page' : undefined}
                className={`flex h-8 items-center gap-2.5 rounded-md px-2.5 ${here ? 'bg-raised font-medium text-ink' : 'text-muted hover:bg-raised/60 hover:text-ink'}`}
              >
                <Icon aria-hidden className="size-4" strokeWidth={1.75} />
                {name}
                {href === '/hosts' && hostCount > 0 && (
                  <span className="tabular ml-auto text-xs text-muted">{hostCount}</span>
                )}
                {href === '/network' && (
                  <span
                    role="img"
                    aria-label={`dnsmasq is ${network}`}
                    title={`dnsmasq is ${network}`}
                    className={`ml-auto text-xs ${dots[meaningOf(network)]}`}
                  >
                    {network === 'off' ? '○' : '●'}
                  </span>
                )}
              </Link>
            );
          })}
        </nav>
        <div className="border-t border-line p-2">
          <DropdownMenu.Root>
            <DropdownMenu.Trigger className="flex w-full items-center gap-2 rounded-md px-2.5 py-1.5 text-left hover:bg-raised">
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{who.teamName}</span>
                <span className="block truncate text-xs text-muted">{who.name}</span>
              </span>
              <ChevronsUpDown aria-hidden className="size-3.5 shrink-0 text-faint" />
            </DropdownMenu.Trigger>
            <DropdownMenu.Portal>
              <DropdownMenu.Content
                side="top"
                align="start"
                className="z-50 w-52 rounded-md border border-line bg-surface p-1 shadow-md"
              >
                <DropdownMenu.Label className="px-2 py-1 text-xs text-muted">
                  Teams · you are {who.role}
                </DropdownMenu.Label>
                {teams.map((team) => (
                  <DropdownMenu.Item
                    key={team.id}
                    onSelect={() => void chooseTeam(team.id)}
                    className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[highlighted]:bg-raised"
                  >
                    <span className="min-w-0 flex-1 truncate">{team.name}</span>
                    {team.id === who.teamId && <Check aria-hidden className="size-3.5" />}
                  </DropdownMenu.Item>
                ))}
                <DropdownMenu.Separator className="my-1 h-px bg-line" />
                <DropdownMenu.Item
                  onSelect={leave}
                  className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[highlighted]:bg-raised"
                >
                  <LogOut aria-hidden className="size-3.5" />
                  Sign out
                </DropdownMenu.Item>
              </DropdownMenu.Content>
            </DropdownMenu.Portal>
          </DropdownMenu.Root>
        </div>
      </aside>
    </>
  );
}
