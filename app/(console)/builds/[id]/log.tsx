'use client';

import { useEffect, useRef, useState } from 'react';
import type { BuildLogPart } from '@/lib/builds/schema';
import { readLogAction } from '../actions';

/** Milliseconds between two looks at a log that still grows. */
const pace = 700;

/** A build's log, followed to its end; it stays where the reader scrolled. */
export function Log({ id, first }: { id: string; first: BuildLogPart }) {
  const [text, setText] = useState(first.text);
  const place = useRef<HTMLPreElement>(null);
  const last = useRef(first.last);
  const follow = useRef(true);

  useEffect(() => {
    if (first.state !== 'queued' && first.state !== 'running' && last.current === first.last)
      return;
    let current = true;
    async function read() {
      const result = await readLogAction({ id, after: last.current });
      if (!current) return;
      if (result.ok) {
        last.current = result.value.last;
        if (result.value.text) setText((old) => old + result.value.text);
        if (result.value.state !== 'queued' && result.value.state !== 'running') return;
      }
      setTimeout(() => void read(), pace);
    }
    void read();
    return () => {
      current = false;
    };
  }, [id, first.state, first.last]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new text scrolls
  useEffect(() => {
    if (follow.current && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [text]);

  return (
    <pre
      ref={place}
      // A scrolling region must be reachable by keyboard.
      // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follow.current = scrollHeight - scrollTop - clientHeight < 40;
      }}
      className="h-[60vh] overflow-auto p-4 font-mono text-xs leading-5 whitespace-pre-wrap break-words"
    >
      {text || 'Nothing was logged yet.'}
    </pre>
  );
}
