'use client';

import dynamic from 'next/dynamic';

function Waiting() {
  return <div className="p-4 text-muted">Opening the editor…</div>;
}

/** Monaco touches the window at import, so it is loaded in the browser only. */
export const Editor = dynamic(() => import('./code-editor'), { ssr: false, loading: Waiting });

export const Diff = dynamic(() => import('./diff-editor'), { ssr: false, loading: Waiting });

export { languageOf } from './language';
