'use client';

import { useEffect, useState } from 'react';
import { duration } from '@/app/_ui/duration';

/** Below it, what has been done says nothing of what is left. */
const enough = 0.05;

/** How long it has been at work, and how long it may take still. */
export function TimeLeft({ startedAt, progress }: { startedAt: string; progress: number }) {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (now === null) return null;
  const gone = Math.max(0, now - new Date(startedAt).getTime());
  if (progress < enough || progress >= 1) return <>{duration(gone)}</>;
  return <>about {duration((gone * (1 - progress)) / progress)} left</>;
}
