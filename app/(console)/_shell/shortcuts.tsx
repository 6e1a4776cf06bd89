'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Dialog } from '@/app/_ui/dialog';
import { places } from './places';

/** Milliseconds in which the second key of `g h` must follow. */
const patience = 1_200;

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}

/** The keyboard: ⌘K and / search, g and a letter go, ? lists. */
export function Shortcuts({ onPalette }: { onPalette: () => void }) {
  const router = useRouter();
  const [help, setHelp] = useState(false);
  // Kept while the page is rendered anew between the two keys.
  const since = useRef(0);
  const palette = useRef(onPalette);
  palette.current = onPalette;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        palette.current();
        return;
      }
      if (event.metaKey || event.ctrlKey || event.altKey || typing(event.target)) return;
      if (event.key === '/') {
        event.preventDefault();
        palette.current();
      } else if (event.key === '?') {
        setHelp(true);
      } else if (event.key === 'g') {
        since.current = Date.now();
      } else if (Date.now() - since.current < patience) {
        since.current = 0;
        const place = places.find(({ key }) => key === event.key);
        if (place) router.push(place.href);
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [router]);
  return (
    <Dialog open={help} onOpenChange={setHelp} title="Keyboard">
      <ul className="grid gap-x-8 gap-y-2 sm:grid-cols-2">
        <Key keys="⌘K or Ctrl K, /">Search and act</Key>
        <Key keys="?">This list</Key>
        <Key keys="⌘S or Ctrl S">Save, in an editor</Key>
        {places.map(({ name, key }) => (
          <Key key={name} keys={`g ${key}`}>
            {name}
          </Key>
        ))}
      </ul>
    </Dialog>
  );
}

function Key({ keys, children }: { keys: string; children: string }) {
  return (
    <li className="flex justify-between gap-4">
      {children}
      <kbd className="rounded border border-line px-1.5 font-mono text-xs text-muted">{keys}</kbd>
    </li>
  );
}
