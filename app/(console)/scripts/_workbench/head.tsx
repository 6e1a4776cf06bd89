'use client';

import Link from 'next/link';
import { Button } from '@/app/_ui/button';
import { Curl } from '@/app/_ui/curl';
import { Input } from '@/app/_ui/field';
import { Ago } from '@/app/_ui/time';
import { kindFacts, type ScriptDetail, type ScriptKind } from '@/lib/scripts/schema';
import { kindNames } from '../kinds';
import type { Draft } from './use-draft';
import { bodyOf } from './use-save';

/** Where we are, the title, what changed, and Save. */
export function Head({
  kind,
  script,
  draft,
  base,
  me,
  dirty,
  mayWrite,
  busy,
  error,
  onChange,
  onSave,
}: {
  kind: ScriptKind;
  script: ScriptDetail | null;
  draft: Draft;
  base: number;
  me: string;
  dirty: boolean;
  mayWrite: boolean;
  busy: boolean;
  error?: string;
  onChange: (part: Partial<Draft>) => void;
  onSave: () => void;
}) {
  return (
    <header className="flex flex-col gap-1.5">
      <div className="flex min-h-5 flex-wrap items-baseline gap-x-3 text-xs text-muted">
        {script && (
          <>
            <Link href={`/scripts?kind=${kind}`} className="hover:text-accent">
              {kindNames[kind].many}
            </Link>
            <span>
              r{script.revision} · saved <Ago at={script.savedAt} /> by{' '}
              {script.author === me ? 'you' : script.author}
              {script.message && ` · ${script.message}`}
            </span>
          </>
        )}
        <span aria-live="polite">{stateOf({ script, dirty, base })}</span>
      </div>
      <div className="flex flex-wrap items-start gap-x-2">
        {script && <h1 className="sr-only">{draft.title}</h1>}
        <div className="min-w-0 flex-[2] basis-64">
          <Input
            name="title"
            aria-label="Title"
            placeholder="Title"
            title={draft.title}
            value={draft.title}
            error={error}
            readOnly={!mayWrite || kind === 'main'}
            onChange={(event) => onChange({ title: event.target.value })}
            className="text-base font-semibold"
          />
          <p id="title-note" className="min-h-5 text-xs text-danger">
            {error}
          </p>
        </div>
        {mayWrite && (
          <div className="min-w-0 flex-1 basis-52">
            <Input
              name="message"
              aria-label="What changed"
              placeholder="What changed (optional)"
              maxLength={500}
              value={draft.message}
              onChange={(event) => onChange({ message: event.target.value })}
            />
            <p id="message-note" className="min-h-5" />
          </div>
        )}
        {mayWrite && (
          <div className="flex items-center gap-1">
            <Curl {...requestOf({ kind, script, draft, base })} />
            <Button look="primary" onClick={onSave} busy={busy} disabled={!dirty}>
              Save
              <kbd aria-hidden className="hidden font-sans text-xs opacity-75 sm:inline">
                ⌘S
              </kbd>
            </Button>
          </div>
        )}
      </div>
    </header>
  );
}

function stateOf(given: { script: ScriptDetail | null; dirty: boolean; base: number }): string {
  if (!given.script) return 'not saved yet';
  if (!given.dirty) return '';
  return given.base === given.script.revision
    ? 'changed here'
    : `changed here, from r${given.base}`;
}

/** The same save as a request of the REST API. */
function requestOf(given: {
  kind: ScriptKind;
  script: ScriptDetail | null;
  draft: Draft;
  base: number;
}) {
  const { kind, script, draft, base } = given;
  const path = `/api/pxeboot/${kindFacts[kind].segment}`;
  if (!script) return { method: 'POST', path, body: bodyOf(draft) };
  const change = { ...bodyOf(draft), baseRevision: base };
  if (kind !== 'main') return { method: 'PUT', path: `${path}/${script.id}`, body: change };
  const { text, title: _title, ...rest } = change;
  return { method: 'PUT', path, body: { script: text, ...rest } };
}
