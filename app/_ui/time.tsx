'use client';

import { useEffect, useState } from 'react';
import { relative } from './duration';

/** A moment, told relative to now, with the exact time on hover. */
export function Ago({ at }: { at: string | Date | null }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <span className="text-faint">never</span>;
  const moment = new Date(at);
  const exact = moment.toISOString();
  return (
    <time
      dateTime={exact}
      title={exact.replace('T', ' ').slice(0, 19)}
      className="tabular whitespace-nowrap"
    >
      {now === null ? exact.slice(11, 19) : relative(Math.floor((now - moment.getTime()) / 1_000))}
    </time>
  );
}

/** The clock time of a moment in the reader's zone. */
export function Clock({ at }: { at: string | Date }) {
  const [text, setText] = useState(new Date(at).toISOString().slice(11, 19));
  useEffect(() => {
    setText(new Date(at).toLocaleTimeString('en-GB'));
  }, [at]);
  return (
    <time
      dateTime={new Date(at).toISOString()}
      title={new Date(at).toISOString()}
      className="tabular"
    >
      {text}
    </time>
  );
}
