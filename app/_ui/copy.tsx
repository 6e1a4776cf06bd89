'use client';

import { Check, Copy as CopyShape } from 'lucide-react';
import { type ReactNode, useState } from 'react';

/**
 * Puts text on the clipboard. Plain http in a lab has no clipboard API, so
 * a selection is copied there instead.
 */
export async function copyText(text: string): Promise<void> {
  if (window.isSecureContext && navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** An identifier in monospace that a click copies. */
export function Copy({
  text,
  children,
  mono = true,
}: {
  text: string;
  children?: ReactNode;
  mono?: boolean;
}) {
  const [done, setDone] = useState(false);
  return (
    <button
      type="button"
      title={done ? 'Copied' : `Copy ${text}`}
      onClick={async () => {
        await copyText(text);
        setDone(true);
        setTimeout(() => setDone(false), 1_200);
      }}
      className={`group inline-flex max-w-full items-center gap-1 rounded text-left hover:text-accent ${mono ? 'font-mono text-[13px]' : ''}`}
    >
      <span className="truncate">{children ?? text}</span>
      {done ? (
        <Check aria-hidden className="size-3 shrink-0 text-good" />
      ) : (
        <CopyShape
          aria-hidden
          className="size-3 shrink-0 opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60"
        />
      )}
    </button>
  );
}
