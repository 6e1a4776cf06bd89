'use client';

import dynamic from 'next/dynamic';

function Waiting() {
  return <div className="p-4 text-muted">Opening the editor…</div>;
}

/**
 * The code editor; Monaco touches the window at import, so it is loaded in
 * the browser only. Its properties:
 *
 * - `value`, `language` (see `languageOf`), `readOnly`, `label`, `onChange`,
 *   `onSave` (⌘S or Ctrl S), `onCannotHold` (mixed line endings: for reading
 *   only).
 * - `findings`: what the checkers say; shown as marks. The caller checks
 *   (debounced), so that its list of problems and the marks are one.
 * - `reveal`: `{ line, column, at }` moves the cursor there, shows the place
 *   and takes the focus, each time that `at` (any new number) changes.
 * - `insert`: `{ text, at }` is put in at the cursor, each time that `at` changes.
 * - `template`: Liquid's tags are coloured and completed.
 * - `variables`: `{ name, description }` for `{{`, such as `host.name`.
 * - `urls`: `{ url, title }` offered where an iPXE command takes an address.
 */
export const Editor = dynamic(() => import('./code-editor'), { ssr: false, loading: Waiting });

export const Diff = dynamic(() => import('./diff-editor'), { ssr: false, loading: Waiting });

export { languageOf } from './language';
