'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { Button } from '@/app/_ui/button';
import { Diff, Editor, languageOf } from '@/app/_ui/editor/editor';
import { Input } from '@/app/_ui/field';
import { Notice } from '@/app/_ui/status';
import { TabButtons } from '@/app/_ui/tab-links';
import type { RevisionSummary, ScriptDetail, ScriptKind } from '@/lib/scripts/schema';
import { createScriptAction, readRevisionAction, saveScriptAction } from './actions';
import { beginnings } from './kinds';
import { Margin } from './margin';
import { useDraft } from './use-draft';

interface WorkbenchProps {
  kind: ScriptKind;
  /** Null: a new one. */
  script: ScriptDetail | null;
  revisions: RevisionSummary[];
  /** Of a main script: whether the newest revision is in the bootloaders. */
  published?: boolean | null;
  mayWrite: boolean;
}

/** Title, code, diff and what surrounds a script. */
export function Workbench({ kind, script, revisions, published, mayWrite }: WorkbenchProps) {
  const router = useRouter();
  const { draft, change, base, rebase, forget } = useDraft({
    key: `draft:${script?.id ?? `new-${kind}`}`,
    title: script?.title ?? '',
    text: script?.text ?? beginnings[kind],
    revision: script?.revision ?? 0,
  });
  const [tab, setTab] = useState<'code' | 'diff'>('code');
  const [against, setAgainst] = useState<{ number: number; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [conflict, setConflict] = useState<string | null>(null);
  const [fixed, setFixed] = useState(false);
  const kept = script?.text ?? '';
  const dirty = script === null || draft.text !== kept || draft.title !== script.title;
  const behind = script !== null && base < script.revision && dirty;
  const language = languageOf(kind, draft.text);

  useEffect(() => {
    if (!dirty) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [dirty]);

  async function save() {
    if (!mayWrite || busy) return;
    setBusy(true);
    setErrors({});
    const result = script
      ? await saveScriptAction({
          kind,
          id: script.id,
          change: { title: draft.title, text: draft.text, baseRevision: base },
        })
      : await createScriptAction({
          kind: kind as Exclude<ScriptKind, 'main'>,
          title: draft.title,
          text: draft.text,
        });
    setBusy(false);
    if (result.ok) {
      forget(result.value.revision);
      setConflict(null);
      toast.success(`Saved as r${result.value.revision}`);
      if (!script) router.replace(`/scripts/${kind}/${result.value.id}`);
      else router.refresh();
      return;
    }
    setErrors(
      Object.fromEntries(result.fields.map(({ field, message }) => [lastOf(field), message])),
    );
    if (result.code === 'ERR_CONFLICT') {
      setConflict(result.message);
      router.refresh();
    } else if (result.fields.length === 0) toast.error(result.message);
  }

  async function compare(number: number) {
    if (!script) return;
    const result = await readRevisionAction({ kind, id: script.id, number });
    if (!result.ok) {
      toast.error(result.message);
      return;
    }
    setAgainst({ number, text: result.value.text });
    setTab('diff');
  }

  const before = against?.text ?? kept;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <Input
            name="title"
            aria-label="Title"
            placeholder="Title"
            value={draft.title}
            error={errors.title}
            readOnly={!mayWrite || kind === 'main'}
            onChange={(event) => change({ title: event.target.value })}
            className="h-9 text-base font-semibold"
          />
          <p id="title-note" className="min-h-5 text-xs text-danger">
            {errors.title}
          </p>
        </div>
        <span className="pt-2 text-xs text-muted">
          {script ? `r${script.revision}` : 'not saved yet'}
          {script && dirty && ' · changed here'}
        </span>
        <Button look="primary" onClick={save} busy={busy} disabled={!mayWrite || !dirty}>
          Save
        </Button>
      </div>
      {!mayWrite && (
        <Notice meaning="none">You may read this script; saving needs another role.</Notice>
      )}
      {published === false && (
        <Notice meaning="working">
          Being published: the bootloaders still carry the revision before.
        </Notice>
      )}
      {(conflict || behind) && (
        <Notice
          meaning="attention"
          action={
            <>
              <Button onClick={() => script && compare(script.revision)}>
                Show what came between
              </Button>
              <Button onClick={() => script && rebase(script.revision)}>
                Keep mine on top of it
              </Button>
              <Button onClick={() => forget(script?.revision ?? 0)}>Take theirs</Button>
            </>
          }
        >
          {conflict ?? `Somebody saved r${script?.revision} while you were editing r${base}.`} Your
          text is kept here.
        </Notice>
      )}
      {fixed && (
        <Notice meaning="attention">
          This text mixes line endings, which an editor would make alike. It is shown for reading;
          change it by REST, or write it anew.
        </Notice>
      )}
      {errors.text && <Notice meaning="failed">{errors.text}</Notice>}
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_260px]">
        <section className="flex min-w-0 flex-col overflow-hidden rounded-md border border-line bg-surface">
          <TabButtons
            label="Views"
            tabs={[
              { id: 'code', name: 'Code' },
              { id: 'diff', name: against ? `Diff from r${against.number}` : 'Diff' },
            ]}
            here={tab}
            onChange={setTab}
          />
          <div className="h-[62vh] min-h-80">
            {tab === 'code' ? (
              <Editor
                label={`Text of ${draft.title || 'the new script'}`}
                value={draft.text}
                language={language}
                readOnly={!mayWrite || fixed}
                onCannotHold={() => setFixed(true)}
                onChange={(text: string) => change({ text })}
                onSave={save}
              />
            ) : (
              <Diff before={before} after={draft.text} language={language} />
            )}
          </div>
        </section>
        <Margin
          kind={kind}
          script={script}
          revisions={revisions}
          mayWrite={mayWrite}
          onCompare={compare}
          onRestore={(text) => {
            change({ text });
            setTab('code');
          }}
        />
      </div>
    </div>
  );
}

function lastOf(field: string): string {
  return field.split('.').at(-1) ?? field;
}
