'use client';

import { useEffect, useState } from 'react';
import { Diff } from '@/app/_ui/editor/editor';
import {
  dialectNames,
  type RevisionDetail,
  type RevisionSummary,
  type ScriptDetail,
} from '@/lib/scripts/schema';
import type { Draft } from './use-draft';

/** A revision's number, or what is being typed. */
export type Side = number | 'draft';

export interface Sides {
  before: Side;
  after: Side;
}

type Text = Pick<RevisionDetail, 'text' | 'template' | 'dialect'>;

/** Any two texts of a script side by side. */
export function DiffPane({
  script,
  revisions,
  draft,
  language,
  sides,
  onSides,
  read,
}: {
  script: ScriptDetail;
  revisions: RevisionSummary[];
  draft: Draft;
  language: string;
  sides: Sides;
  onSides: (sides: Sides) => void;
  read: (number: number) => Promise<RevisionDetail | null>;
}) {
  const before = useText({ side: sides.before, script, draft, read });
  const after = useText({ side: sides.after, script, draft, read });
  const choice = (name: string, which: keyof Sides) => (
    <label className="flex items-center gap-1.5">
      <span className="text-muted">{name}</span>
      <select
        aria-label={`Diff ${name.toLowerCase()}`}
        value={String(sides[which])}
        onChange={({ target: { value } }) =>
          onSides({ ...sides, [which]: value === 'draft' ? 'draft' : Number(value) })
        }
        className="h-7 max-w-52 rounded-md border border-line-strong bg-surface px-1.5"
      >
        <option value="draft">what is typed here</option>
        {revisions.map(({ number, message }) => (
          <option key={number} value={number}>
            r{number}
            {message && ` · ${message}`}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-1.5">
        {choice('From', 'before')}
        {choice('to', 'after')}
        <span className="text-xs text-muted">{before && after && verdict(before, after)}</span>
      </div>
      <div className="min-h-0 flex-1">
        {before && after && <Diff before={before.text} after={after.text} language={language} />}
      </div>
    </div>
  );
}

/** What the two texts beside each other do not show. */
function verdict(before: Text, after: Text): string {
  const changes: string[] = [];
  if (before.text === after.text) changes.push('The texts are the same.');
  if (before.template !== after.template) {
    changes.push(after.template ? 'It became a template.' : 'It is no template any more.');
  }
  if (before.dialect !== after.dialect && after.dialect) {
    changes.push(`The dialect became ${dialectNames[after.dialect]}.`);
  }
  return changes.join(' ');
}

/** The text of a side; null until it is here. */
function useText(given: {
  side: Side;
  script: ScriptDetail;
  draft: Draft;
  read: (number: number) => Promise<RevisionDetail | null>;
}): Text | null {
  const { side, script, draft, read } = given;
  const [kept, setKept] = useState<{ side: Side; text: Text } | null>(null);
  useEffect(() => {
    if (side === 'draft' || side === script.revision) return;
    let over = false;
    void read(side).then((found) => {
      if (found && !over) setKept({ side, text: found });
    });
    return () => {
      over = true;
    };
  }, [side, script.revision, read]);
  if (side === 'draft') return draft;
  if (side === script.revision) return script;
  return kept?.side === side ? kept.text : null;
}
