'use client';

import { Card } from '@/app/_ui/card';
import { Ago } from '@/app/_ui/time';
import type { RevisionSummary } from '@/lib/scripts/schema';
import { Marks } from '../marks';

const link = 'text-accent hover:underline';

/** Every saved text, the newest first: who, when, why. */
export function Revisions({
  revisions,
  me,
  mayWrite,
  onDiff,
  onRestore,
}: {
  revisions: RevisionSummary[];
  /** The name of whoever looks. */
  me: string;
  mayWrite: boolean;
  onDiff: (number: number) => void;
  onRestore: (number: number) => void;
}) {
  const newest = revisions[0]?.number;
  return (
    <Card title="Revisions" flush>
      <ul aria-label="Revisions" className="max-h-72 divide-y divide-line overflow-y-auto">
        {revisions.map((revision, index) => (
          <li key={revision.number} className="px-4 py-2">
            <div className="flex items-center gap-2">
              <span className="tabular font-medium">r{revision.number}</span>
              <span className="min-w-0 truncate text-xs text-muted">
                <Ago at={revision.createdAt} />
              </span>
              <span className="ml-auto flex shrink-0 gap-2 text-xs">
                <button
                  type="button"
                  className={link}
                  aria-label={`Diff r${revision.number}`}
                  onClick={() => onDiff(revision.number)}
                >
                  Diff
                </button>
                {mayWrite && revision.number !== newest && (
                  <button
                    type="button"
                    className={link}
                    aria-label={`Restore r${revision.number}`}
                    onClick={() => onRestore(revision.number)}
                  >
                    Restore
                  </button>
                )}
              </span>
            </div>
            <p className="text-xs break-words text-muted">
              {revision.author === me ? 'you' : revision.author}
              {revision.message && ` · ${revision.message}`}
            </p>
            {settingsChanged(revision, revisions[index + 1]) && (
              <p className="mt-1 flex flex-wrap items-center gap-1 text-xs text-muted">
                now <Marks dialect={revision.dialect} template={revision.template} />
                {!revision.dialect && !revision.template && 'no template'}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function settingsChanged(now: RevisionSummary, before: RevisionSummary | undefined): boolean {
  if (!before) return false;
  return now.template !== before.template || now.dialect !== before.dialect;
}
