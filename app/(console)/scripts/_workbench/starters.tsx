'use client';

import { Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/card';
import { Dialog } from '@/app/_ui/dialog';
import type { Dialect } from '@/lib/scripts/schema';
import { Marks } from '../marks';
import { FileButton, type TakenFile } from './file-button';

/** A ready text that a new script can begin as. */
export interface Starter {
  title: string;
  about: string;
  text: string;
  template: boolean;
  dialect: Dialect | null;
}

/** What a new script begins as: a ready one, a file, or nothing. */
export function Starters({
  starters,
  text,
  beginning,
  onStart,
  onFile,
  onRefused,
}: {
  starters: Starter[];
  /** What is in the editor. */
  text: string;
  /** What is there before anybody types. */
  beginning: string;
  onStart: (starter: Starter) => void;
  onFile: (file: TakenFile) => void;
  onRefused: (reason: string) => void;
}) {
  const [asked, setAsked] = useState<Starter | null>(null);
  const untouched = text === beginning || starters.some((one) => one.text === text);

  return (
    <Card
      title="Start from the library"
      actions={
        <FileButton label="Start from a file" onFile={onFile} onRefused={onRefused}>
          <Upload aria-hidden className="size-3.5" />
          File…
        </FileButton>
      }
      flush
    >
      {starters.length === 0 && (
        <p className="px-4 py-3 text-muted">There is nothing ready of this kind: write it below.</p>
      )}
      <ul className="grid max-h-64 gap-px overflow-y-auto sm:grid-cols-2 xl:grid-cols-3">
        {starters.map((starter) => (
          <li key={starter.title}>
            <button
              type="button"
              aria-pressed={starter.text === text}
              onClick={() => (untouched ? onStart(starter) : setAsked(starter))}
              className="flex h-full w-full flex-col items-start px-4 py-2.5 text-left hover:bg-raised aria-pressed:bg-accent-soft"
            >
              <span className="flex flex-wrap items-center gap-2 font-medium">
                {starter.title}
                <Marks dialect={starter.dialect} template={starter.template} />
              </span>
              <span className="mt-0.5 block text-xs text-muted">{starter.about}</span>
            </button>
          </li>
        ))}
      </ul>
      <Dialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={`Begin with “${asked?.title}”?`}
        note="It takes the place of what you typed."
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsked(null)}>Keep what I typed</Button>
          <Button
            look="primary"
            onClick={() => {
              if (asked) onStart(asked);
              setAsked(null);
            }}
          >
            Replace it
          </Button>
        </div>
      </Dialog>
    </Card>
  );
}
