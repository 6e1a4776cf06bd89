'use client';

import { Button } from '@/app/_ui/button';
import { Notice } from '@/app/_ui/status';
import type { ScriptDetail } from '@/lib/scripts/schema';
import type { Sides } from './diff-pane';

/** What one must know before one goes on: a role, a publication, a conflict, a text that is refused. */
export function Notices({
  script,
  base,
  mayWrite,
  published,
  fixed,
  conflict,
  errors,
  onDiff,
  onKeep,
  onTake,
}: {
  script: ScriptDetail | null;
  base: number;
  mayWrite: boolean;
  published: boolean | null;
  /** The text is for reading only, for an editor would alter it. */
  fixed: boolean;
  /** The sentence about what came between; null: nothing did. */
  conflict: string | null;
  errors: Record<string, string>;
  onDiff: (sides: Sides) => void;
  onKeep: () => void;
  onTake: () => void;
}) {
  const { title: _title, message, ...others } = errors;
  return (
    <>
      {!mayWrite && (
        <Notice meaning="none">You may read this script; saving needs another role.</Notice>
      )}
      {published === false && (
        <Notice meaning="working">
          Being published: the bootloaders still carry the revision before.
        </Notice>
      )}
      {conflict && script && (
        <Notice
          meaning="attention"
          action={
            <>
              <Button onClick={() => onDiff({ before: base, after: script.revision })}>
                Show what came between
              </Button>
              <Button onClick={() => onDiff({ before: script.revision, after: 'draft' })}>
                Compare with mine
              </Button>
              <Button onClick={onKeep}>Keep mine on top of it</Button>
              <Button onClick={onTake}>Take theirs</Button>
            </>
          }
        >
          {conflict} Your text is kept here.
        </Notice>
      )}
      {fixed && (
        <Notice meaning="attention">
          This text mixes line endings, which an editor would make alike. It is shown for reading;
          it is saved and served byte for byte. Upload another file to change it.
        </Notice>
      )}
      {[message, ...Object.values(others)].map(
        (text) =>
          text && (
            <Notice key={text} meaning="failed">
              {text}
            </Notice>
          ),
      )}
    </>
  );
}
