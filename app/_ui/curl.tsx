'use client';

import { Terminal } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from './button';
import { copyText } from './copy';

/** The shell's single quotes: nothing inside them is special but themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Copies what the form would send, as a curl line with a place for the token. */
export function Curl({ method, path, body }: { method: string; path: string; body?: unknown }) {
  return (
    <Button
      look="quiet"
      onClick={async () => {
        const parts = [`curl -X ${method} ${quoted(`${location.origin}${path}`)}`];
        parts.push(`-H 'authorization: Bearer TOKEN'`);
        if (body !== undefined) {
          parts.push(`-H 'content-type: application/json'`, `-d ${quoted(JSON.stringify(body))}`);
        }
        await copyText(parts.join(' \\\n  '));
        toast('Copied as curl. Put an API token in the place of TOKEN.');
      }}
    >
      <Terminal aria-hidden className="size-3.5" />
      Copy as curl
    </Button>
  );
}
