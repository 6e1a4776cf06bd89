'use client';

import { useEffect, useRef, useState } from 'react';
import type { BuildLogTail } from '@/lib/builds/schema';

/**
 * A build's log, followed to its end by a stream; it stays where the reader
 * scrolled. It begins with the end of what there is: the page is rendered anew
 * at every change, and a whole log may be long.
 */
export function Log({
  id,
  first,
  className,
}: {
  id: string;
  first: BuildLogTail;
  className: string;
}) {
  const [text, setText] = useState(first.text);
  const [cut] = useState(first.cut);
  const place = useRef<HTMLPreElement>(null);
  const last = useRef(first.last);
  const follow = useRef(true);
  const inFlight = first.state === 'queued' || first.state === 'running';

  const newest = useRef(first.last);
  newest.current = first.last;

  useEffect(() => {
    // When the page heard of the end before the stream did, the rest is still to come.
    if (!inFlight && last.current === newest.current) return;
    const stream = new EventSource(`/api/builds/${id}/log?after=${last.current}`);
    stream.addEventListener('chunk', (event: MessageEvent<string>) => {
      last.current = event.lastEventId;
      const more = JSON.parse(event.data) as string;
      setText((old) => old + more);
    });
    stream.addEventListener('end', () => stream.close());
    return () => stream.close();
  }, [id, inFlight]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new text scrolls
  useEffect(() => {
    if (follow.current && place.current) place.current.scrollTop = place.current.scrollHeight;
  }, [text]);

  return (
    <>
      {cut && (
        <p className="border-b border-line px-4 py-2 text-xs text-muted">
          Its beginning is left out here.{' '}
          <a href={`/api/builds/${id}/log`} className="text-accent hover:underline">
            The whole log
          </a>
        </p>
      )}
      <pre
        ref={place}
        role="log"
        aria-label="Log"
        // A scrolling region must be reachable by keyboard.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          follow.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
        className={`overflow-auto p-4 font-mono text-xs leading-5 whitespace-pre-wrap break-words ${className}`}
      >
        {text || (inFlight ? 'Nothing was logged yet.' : 'Nothing was logged.')}
      </pre>
    </>
  );
}
