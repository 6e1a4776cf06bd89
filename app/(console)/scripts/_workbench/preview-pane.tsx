'use client';

import { useState } from 'react';
import { bytes } from '@/app/_ui/bytes';
import { Curl } from '@/app/_ui/curl';
import { Editor } from '@/app/_ui/editor/editor';
import { Notice } from '@/app/_ui/status';
import { TabButtons } from '@/app/_ui/tab-links';
import { PreviewChoice } from './preview-choice';
import { PreviewProblems } from './preview-problems';
import { nameOf, type PreviewAs, type PreviewedText, previewRequest } from './preview-request';
import { usePreview } from './use-preview';

/** What one machine would be served: the text, its companions, and what stands in the way. */
export function PreviewPane({
  source,
  origin,
  language,
  as,
  onAs,
  onGo,
}: {
  source: PreviewedText;
  /** Which text this is: `r12 as saved`, `not saved yet`. */
  origin: string;
  /** Of the text itself; companions are YAML. */
  language: string;
  as: PreviewAs | null;
  onAs: (as: PreviewAs) => void;
  onGo: (place: { line: number; column: number }) => void;
}) {
  const { preview, refusal, waiting } = usePreview({ source, as });
  const request = as && previewRequest({ source, as });
  const [file, setFile] = useState(0);
  const files = preview?.ok
    ? [{ name: 'Served text', text: preview.text }, ...preview.companions]
    : [];
  const shown = files[file] ?? files[0];
  return (
    <div className="flex h-full flex-col">
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-1.5">
        <PreviewChoice as={as} onChange={onAs} />
        <span className="text-xs text-muted">{origin}</span>
        <span aria-live="polite" className="w-20 text-xs text-muted">
          {waiting && 'rendering…'}
        </span>
        <span className="ml-auto">
          {request && <Curl method="POST" path="/api/pxeboot/preview" body={request} />}
        </span>
      </div>
      {refusal && (
        <div className="p-3">
          <Notice meaning="failed">{refusal}</Notice>
        </div>
      )}
      {!refusal && preview && !preview.ok && (
        <PreviewProblems problems={preview.problems} title={nameOf(source)} onGo={onGo} />
      )}
      {!refusal && preview?.ok && shown && (
        <>
          {files.length > 1 && (
            <TabButtons
              label="Files"
              tabs={files.map(({ name }, index) => ({ id: String(index), name }))}
              here={String(Math.min(file, files.length - 1))}
              onChange={(id) => setFile(Number(id))}
            />
          )}
          <p className="border-b border-line px-3 py-1 text-xs text-muted">
            <span className="font-mono">{preview.mediaType}</span> ·{' '}
            {bytes(new TextEncoder().encode(shown.text).byteLength)}
            {preview.secrets.length > 0 &&
              ` · masked here: ${preview.secrets.map((name) => `secrets.${name}`).join(', ')}`}
          </p>
          <div className="min-h-0 flex-1">
            <Editor
              label={`${shown.name} as served`}
              value={shown.text}
              language={shown === files[0] ? language : 'yaml'}
              readOnly
            />
          </div>
        </>
      )}
    </div>
  );
}
