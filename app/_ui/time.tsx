'use client';

import { useEffect, useState } from 'react';

const steps: [limit: number, divisor: number, unit: string][] = [
  [60, 1, 's'],
  [3_600, 60, 'min'],
  [86_400, 3_600, 'h'],
  [Number.POSITIVE_INFINITY, 86_400, 'd'],
];

/** `12 s ago`, `in 3 min`, `2 h ago`. Seconds. */
export function relative(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 1) return 'now';
  const step = steps.find(([limit]) => size < limit) ?? ([0, 86_400, 'd'] as const);
  const words = `${Math.floor(size / step[1])} ${step[2]}`;
  return seconds < 0 ? `in ${words}` : `${words} ago`;
}

/** `1 min 12 s` of milliseconds. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

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
    <time dateTime={exact} title={exact.replace('T', ' ').slice(0, 19)} className="tabular whitespace-nowrap">
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
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()} className="tabular">
      {text}
    </time>
  );
}
