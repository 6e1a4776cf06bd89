'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useState } from 'react';
import { search } from './actions';
import type { Found } from './found';
import { deeds, places } from './places';

/** Milliseconds of quiet before a search is sent. */
const quiet = 150;

const itemClass =
  'flex cursor-pointer items-center gap-3 rounded px-2.5 py-2 data-[selected=true]:bg-raised';

/** Go to, act on, search hosts, scripts and builds. */
export function Palette({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const router = useRouter();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    if (text.trim().length < 2) {
      setFound([]);
      return;
    }
    let current = true;
    const timer = setTimeout(async () => {
      const result = await search({ text });
      if (current && result.ok) setFound(result.value);
    }, quiet);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [text]);
  const go = (href: string) => {
    onOpenChange(false);
    setText('');
    router.push(href);
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-md border border-line bg-surface shadow-lg"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <Command loop label="Search">
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Hosts, scripts, media, or where to go"
              className="h-11 w-full border-b border-line bg-transparent px-4 outline-none placeholder:text-faint"
            />
            <Command.List className="max-h-80 overflow-y-auto p-1.5">
              <Command.Empty className="px-3 py-6 text-center text-muted">
                Nothing by that name.
              </Command.Empty>
              {found.length > 0 && (
                <Command.Group heading={<Heading>Found</Heading>}>
                  {found.map((one) => (
                    <Command.Item
                      key={one.href}
                      value={`${one.name} ${one.note} ${text}`}
                      onSelect={() => go(one.href)}
                      className={itemClass}
                    >
                      <span className="w-16 shrink-0 text-xs text-muted">{one.kind}</span>
                      <span className="truncate">{one.name}</span>
                      <span className="ml-auto truncate font-mono text-xs text-faint">
                        {one.note}
                      </span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
              <Command.Group heading={<Heading>Go to</Heading>}>
                {places.map(({ name, href, Icon, key }) => (
                  <Command.Item
                    key={href}
                    value={`go ${name}`}
                    onSelect={() => go(href)}
                    className={itemClass}
                  >
                    <Icon aria-hidden className="size-4 text-muted" strokeWidth={1.75} />
                    {name}
                    <kbd className="ml-auto font-mono text-xs text-faint">g {key}</kbd>
                  </Command.Item>
                ))}
              </Command.Group>
              <Command.Group heading={<Heading>Do</Heading>}>
                {deeds.map(({ name, words, href }) => (
                  <Command.Item
                    key={href}
                    value={words}
                    onSelect={() => go(href)}
                    className={itemClass}
                  >
                    {name}
                  </Command.Item>
                ))}
              </Command.Group>
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Heading({ children }: { children: string }) {
  return <span className="block px-2.5 pt-2 pb-1 text-xs text-muted">{children}</span>;
}
