'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { Button, buttonClass } from '@/app/_ui/button';

/** Milliseconds that a page may take to load before there is something to press. */
const patience = 4_000;

/**
 * In the place of a button that has done its work. The page goes on by
 * itself; where the browser breaks that off (it does when a network comes or
 * goes in that moment), the button becomes a link.
 */
export function Onward({
  to,
  label,
  children,
}: {
  to: string;
  /** What the button said. */
  label: string;
  /** What the link says. */
  children: ReactNode;
}) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), patience);
    return () => clearTimeout(timer);
  }, []);
  if (!late) {
    return (
      <Button look="primary" busy>
        {label}
      </Button>
    );
  }
  // No Link: the page is to be loaded anew, as the one who has come in.
  return (
    <a href={to} className={buttonClass('primary')}>
      {children}
    </a>
  );
}
