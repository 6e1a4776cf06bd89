import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { type Dialect, dialects } from '@/lib/scripts/schema';

export interface Draft {
  title: string;
  text: string;
  template: boolean;
  /** Of a new kickstart, null: what the text looks like. */
  dialect: Dialect | null;
  /** What changed, for the list of revisions. */
  message: string;
}

/** What the browser keeps; drafts of earlier versions had less. */
const keptDraft = z.object({
  title: z.string(),
  text: z.string(),
  template: z.boolean().default(false),
  dialect: z.enum(dialects).nullable().default(null),
  message: z.string().default(''),
  base: z.int(),
});
type Kept = z.infer<typeof keptDraft>;

/**
 * What is being typed. It is kept in the browser until it is saved, so a
 * reload, a conflict or an ended session loses nothing. `base` is the
 * revision that the draft began from. An untouched draft follows the store.
 */
export function useDraft(given: Omit<Draft, 'message'> & { key: string; revision: number }) {
  const { key, title, text, template, dialect, revision } = given;
  const [draft, setDraft] = useState<Draft>({ title, text, template, dialect, message: '' });
  const [base, setBase] = useState(revision);
  const touched = useRef(false);

  useEffect(() => {
    const kept = read(key);
    if (!kept) return;
    touched.current = true;
    const { base: from, ...rest } = kept;
    setDraft((old) => ({ ...rest, dialect: rest.dialect ?? old.dialect }));
    setBase(from);
  }, [key]);

  useEffect(() => {
    if (touched.current) return;
    setDraft((old) => ({ ...old, title, text, template, dialect }));
    setBase(revision);
  }, [title, text, template, dialect, revision]);

  const change = useCallback(
    (part: Partial<Draft>) => {
      setDraft((old) => {
        const next = { ...old, ...part };
        if (same(next, old)) return old;
        touched.current = true;
        write(key, { ...next, base });
        return next;
      });
    },
    [key, base],
  );

  /** Keeps the draft, and says that it is meant on top of `number`. */
  const rebase = useCallback(
    (number: number) => {
      setBase(number);
      write(key, { ...draft, base: number });
    },
    [key, draft],
  );

  /** The draft has become revision `number`. */
  const settle = useCallback(
    (number: number) => {
      touched.current = false;
      setBase(number);
      setDraft((old) => ({ ...old, message: '' }));
      drop(key);
    },
    [key],
  );

  /** The draft is given up for what the store has. */
  const discard = useCallback(() => {
    touched.current = false;
    setBase(revision);
    setDraft({ title, text, template, dialect, message: '' });
    drop(key);
  }, [key, revision, title, text, template, dialect]);

  return { draft, base, change, rebase, settle, discard };
}

function same(left: Draft, right: Draft): boolean {
  return (
    left.text === right.text &&
    left.title === right.title &&
    left.template === right.template &&
    left.dialect === right.dialect &&
    left.message === right.message
  );
}

function read(key: string): Kept | null {
  try {
    return keptDraft.safeParse(JSON.parse(localStorage.getItem(key) ?? 'null')).data ?? null;
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

function drop(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Storage is off: nothing was kept.
  }
}
