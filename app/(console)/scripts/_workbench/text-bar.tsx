'use client';

import { Download, Upload } from 'lucide-react';
import { Button } from '@/app/_ui/button';
import { download } from '@/app/_ui/download';
import { type Dialect, dialectNames, dialects, type ScriptKind } from '@/lib/scripts/schema';
import { dialectReaders } from '../kinds';
import { FileButton, type TakenFile } from './file-button';
import { fileNameOf } from './file-name';
import type { Draft } from './use-draft';

const small = '!h-7 !px-2';

/** Beside the tabs: the dialect of a kickstart, a file in, a file out. */
export function TextBar({
  kind,
  draft,
  dialect,
  mayWrite,
  onDialect,
  onFile,
  onRefused,
}: {
  kind: ScriptKind;
  draft: Draft;
  /** In force: chosen, or what the text looks like. */
  dialect: Dialect | null;
  mayWrite: boolean;
  onDialect: (dialect: Dialect) => void;
  onFile: (file: TakenFile) => void;
  onRefused: (reason: string) => void;
}) {
  return (
    <>
      {dialect && (
        <select
          aria-label="Dialect"
          value={dialect}
          disabled={!mayWrite}
          title={`Read by ${dialectReaders[dialect]}`}
          onChange={(event) => onDialect(event.target.value as Dialect)}
          className="h-7 rounded-md border border-line-strong bg-surface px-1.5"
        >
          {dialects.map((one) => (
            <option key={one} value={one} title={dialectReaders[one]}>
              {dialectNames[one]}
            </option>
          ))}
        </select>
      )}
      {mayWrite && (
        <FileButton
          quiet
          label="Upload a file"
          className={small}
          onFile={onFile}
          onRefused={onRefused}
        >
          <Upload aria-hidden className="size-3.5" />
        </FileButton>
      )}
      <Button
        look="quiet"
        className={small}
        aria-label="Download the text"
        title="Download the text, byte for byte"
        onClick={() =>
          download({
            name: fileNameOf({ title: draft.title, kind, dialect, text: draft.text }),
            text: draft.text,
            mediaType: 'application/octet-stream',
          })
        }
      >
        <Download aria-hidden className="size-3.5" />
      </Button>
    </>
  );
}
