import { useState } from 'react';
import type { Sides } from './diff-pane';
import type { View } from './views';

interface Place {
  line: number;
  column: number;
}

/** Which tab is open, what the diff compares, and where the editor is sent. */
export function useViews(given: { first: View; revision: number; touched: boolean }) {
  const { first, revision, touched } = given;
  const [view, setView] = useState<View>(first);
  const [sides, setSides] = useState<Sides>({ before: revision, after: 'draft' });
  const [place, setPlace] = useState<(Place & { at: number }) | null>(null);
  const [insert, setInsert] = useState<{ text: string; at: number } | null>(null);

  return {
    view,
    sides,
    place,
    insert,
    setSides,
    /** Opens a tab. Where nothing is typed there is more to see in what the last save changed. */
    open(next: View) {
      const saved = !touched && sides.after === 'draft' && revision > 1;
      if (next === 'diff' && saved) setSides({ before: revision - 1, after: revision });
      setView(next);
    },
    compare(next: Sides) {
      setSides(next);
      setView('diff');
    },
    /** To a line of the code. */
    go({ line, column }: Place) {
      setView('code');
      setPlace({ line, column, at: Date.now() });
    },
    /** Puts a text in at the cursor. */
    put(text: string) {
      setView('code');
      setInsert({ text, at: Date.now() });
    },
  };
}
