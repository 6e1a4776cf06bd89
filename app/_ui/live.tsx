'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react';

/** Milliseconds between two renderings of one page, at least. */
const pace = 400;

const Connected = createContext<boolean>(false);

/** True while the stream is open. */
export function useConnected(): boolean {
  return useContext(Connected);
}

/**
 * Keeps the page true: one stream a page; a change of anything renders the
 * page anew on the server, at most every 400 ms. Whenever the stream opens,
 * the page is rendered once more, so nothing is missed.
 */
export function Live({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [connected, setConnected] = useState(false);
  const last = useRef(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      if (timer) return;
      const wait = Math.max(0, last.current + pace - Date.now());
      timer = setTimeout(() => {
        timer = undefined;
        last.current = Date.now();
        router.refresh();
      }, wait);
    };
    const stream = new EventSource('/api/live');
    stream.onopen = () => {
      setConnected(true);
      // What happened before it was open was told to nobody: also between
      // the first rendering and here, which on a busy machine are seconds.
      refresh();
    };
    stream.onerror = () => setConnected(false);
    stream.onmessage = refresh;
    return () => {
      clearTimeout(timer);
      stream.close();
    };
  }, [router]);
  return <Connected.Provider value={connected}>{children}</Connected.Provider>;
}
