import { useCallback, useEffect, useRef, useState } from 'react';

interface Draft {
  title: string;
  text: string;
}

interface Kept extends Draft {
  base: number;
}

/**
 * What is being typed. It is kept in the browser until it is saved, so a
 * reload, a conflict or an ended session loses nothing. `base` is the
 * revision that the draft began from. An untouched draft follows the store.
 */
export function useDraft(given: Draft & { key: string; revision: number }) {
  const { key, title, text, revision } = given;
  const [draft, setDraft] = useState<Draft>({ title, text });
  const [base, setBase] = useState(revision);
  const touched = useRef(false);

  useEffect(() => {
    const kept = read(key);
    if (!kept) return;
    touched.current = true;
    setDraft({ title: kept.title, text: kept.text });
    setBase(kept.base);
  }, [key]);

  useEffect(() => {
    if (touched.current) return;
    setDraft({ title, text });
    setBase(revision);
  }, [title, text, revision]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      setDraft((old) => {
        const next = { ...old, ...part };
        if (next.title === old.title && next.text === old.text) return old;
        touched.current = true;
        write(key, { ...next, base });
        return next;
      });
    },
    [key, base],
  );

  /** Keeps the text, and says that it is meant on top of `number`. */
  const rebase = useCallback(
    (number: number) => {
      setBase(number);
      write(key, { ...draft, base: number });
    },
    [key, draft],
  );

  /** The draft is over: saved as `number`, or given up for the store's text. */
  const forget = useCallback(
    (number: number) => {
      touched.current = false;
      setBase(number);
      setDraft((old) => (number === revision ? { title, text } : old));
      localStorage.removeItem(key);
    },
    [key, revision, title, text],
  );

  return { draft, base, change, rebase, forget };
}

function read(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

function write(key: string, kept: Kept): void {
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // Storage is full or off: the page still holds the text.
  }
}
