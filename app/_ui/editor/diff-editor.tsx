'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import { getMonaco } from './monaco';

/** Milliseconds that the texts outlive their editor. */
const modelRest = 5_000;

/** Two texts side by side (one above the other where it is narrow), for reading. */
export default function DiffEditor({
  before,
  after,
  language,
}: {
  before: string;
  after: string;
  language: string;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    if (!place.current) return;
    const monaco = getMonaco();
    const original = monaco.editor.createModel(before, language);
    const modified = monaco.editor.createModel(after, language);
    const editor = monaco.editor.createDiffEditor(place.current, {
      automaticLayout: true,
      readOnly: true,
      fontSize: 13,
      minimap: { enabled: false },
      scrollBeyondLastLine: false,
      theme: resolvedTheme === 'dark' ? 'provisioner-dark' : 'provisioner-light',
    });
    editor.setModel({ original, modified });
    return () => {
      editor.dispose();
      // The difference may still be at work in its worker.
      setTimeout(() => {
        original.dispose();
        modified.dispose();
      }, modelRest);
    };
  }, [before, after, language, resolvedTheme]);
  return <div ref={place} className="h-full min-h-64 w-full" />;
}
