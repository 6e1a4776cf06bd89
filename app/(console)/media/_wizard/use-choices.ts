import { useCallback, useEffect, useState } from 'react';
import { type Choices, choicesSchema } from './choices';

/**
 * The choices, kept in the browser's session under `key` until they are
 * built or given up. `loaded` is false before the kept ones have been read.
 */
export function useChoices({ key, first }: { key: string; first: Choices }) {
  const [choices, setChoices] = useState(first);
  const [loaded, setLoaded] = useState(false);

  useEffect(() => {
    const kept = read(key);
    if (kept) setChoices(kept);
    setLoaded(true);
  }, [key]);

  const change = useCallback(
    (part: Partial<Choices>) => {
      setChoices((old) => {
        const next = { ...old, ...part };
        write(key, next);
        return next;
      });
    },
    [key],
  );

  const forget = useCallback(() => {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Storage is off: nothing was kept.
    }
  }, [key]);

  return { choices, loaded, change, forget };
}

function read(key: string): Choices | null {
  try {
    return choicesSchema.safeParse(JSON.parse(sessionStorage.getItem(key) ?? 'null')).data ?? null;
  } catch {
    return null;
  }
}

function write(key: string, choices: Choices): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(choices));
  } catch {
    // Storage is full or off: the page still holds them.
  }
}
