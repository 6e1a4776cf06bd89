'use client';

import { type ReactNode, useRef } from 'react';
import { Button } from '@/app/_ui/button';
import { fileEndings, textOfFile } from './file-text';

export interface TakenFile {
  name: string;
  text: string;
}

/** Takes a file's bytes as a text, or says why they cannot be one. */
export function FileButton({
  label,
  className = '',
  quiet = false,
  children,
  onFile,
  onRefused,
}: {
  label: string;
  className?: string;
  quiet?: boolean;
  children: ReactNode;
  onFile: (file: TakenFile) => void;
  onRefused: (reason: string) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    const read = textOfFile(new Uint8Array(await file.arrayBuffer()));
    if (read.ok) onFile({ name: file.name, text: read.text });
    else onRefused(`${file.name} was not taken. ${read.reason}`);
  }

  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        accept={fileEndings}
        onChange={(event) => {
          void take(event.target.files?.[0]);
          // The same file can be brought again.
          event.target.value = '';
        }}
      />
      <Button
        look={quiet ? 'quiet' : 'plain'}
        className={className}
        aria-label={label}
        title={`${label}: its bytes become the text`}
        onClick={() => picker.current?.click()}
      >
        {children}
      </Button>
    </>
  );
}
