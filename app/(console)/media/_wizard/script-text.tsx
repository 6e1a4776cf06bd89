'use client';

import { useState } from 'react';
import { Editor } from '@/app/_ui/editor/editor';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { Problems } from '../../scripts/_workbench/problems';
import { useFindings } from '../../scripts/_workbench/use-findings';

/** The server holds scripts against the published bootloader, and this one runs on another binary. */
const ofTheBinary = ['ipxe/not-built-in', 'ipxe/no-trust'];

/** An iPXE script with what the checker says of it; for reading where nobody hears changes. */
export function ScriptText({
  label,
  text,
  error,
  capabilities,
  onChange,
}: {
  label: string;
  text: string;
  error?: string;
  /** Of the binary that runs it; null where they are not known. */
  capabilities: Capabilities | null;
  onChange?: (text: string) => void;
}) {
  const [place, setPlace] = useState<{ line: number; column: number; at: number } | null>(null);
  const { findings, checking } = useFindings({
    kind: 'sub',
    title: '',
    text,
    template: false,
    dialect: null,
    capabilities,
    onlyHere: ofTheBinary,
  });
  return (
    <div className="flex flex-col gap-2">
      <div
        className={`h-72 overflow-hidden rounded-md border ${error ? 'border-danger' : 'border-line-strong'}`}
      >
        <Editor
          label={label}
          language="ipxe"
          value={text}
          readOnly={!onChange}
          findings={findings}
          reveal={place}
          onChange={onChange}
        />
      </div>
      {error && (
        <p id="script-note" className="text-xs text-danger">
          {error}
        </p>
      )}
      <Problems
        findings={findings}
        checking={checking}
        onGo={({ line, column }) => setPlace({ line, column, at: Date.now() })}
      />
    </div>
  );
}
