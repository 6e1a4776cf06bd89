'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { Editor, languageOf } from '@/app/_ui/editor/editor';
import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import {
  guessDialect,
  type RevisionSummary,
  type ScriptDetail,
  type ScriptKind,
} from '@/lib/scripts/schema';
import { beginnings } from '../kinds';
import { DiffPane, type Sides } from './diff-pane';
import { mixesLineEndings } from './file-text';
import { Head } from './head';
import { Margin } from './margin';
import { Notices } from './notices';
import { PreviewPane } from './preview-pane';
import type { PreviewAs } from './preview-request';
import { type Starter, Starters } from './starters';
import { TextBar } from './text-bar';
import { useDraft } from './use-draft';
import { useFindings } from './use-findings';
import { useLeaving } from './use-leaving';
import { useRevisionTexts } from './use-revision-texts';
import { useSave } from './use-save';
import type { Includer } from './used-by';
import type { Offered } from './variables';
import { Pane, type View, Views } from './views';

export interface WorkbenchProps {
  kind: ScriptKind;
  /** Null: a new one. */
  script: ScriptDetail | null;
  revisions?: RevisionSummary[];
  /** Scripts that include this one. */
  includers?: Includer[];
  /** Ready texts for a new one. */
  starters?: Starter[];
  /** What a template can name. */
  variables: Offered[];
  /** Our own addresses, for completion. */
  urls: { url: string; title: string }[];
  /** Of the published bootloader; null where it is not known, or does not matter. */
  capabilities?: Capabilities | null;
  /** Of a main script: whether the newest revision is in the bootloaders. */
  published?: boolean | null;
  /** The name of whoever looks. */
  me: string;
  mayWrite: boolean;
  /** The host that the preview opens with. */
  previewHost?: string;
}

/** A script being written: its code, its differences, how a machine would get it, and what surrounds it. */
export function Workbench(props: WorkbenchProps) {
  const { kind, script, revisions = [], starters = [], mayWrite } = props;
  const kept = keptOf(props);
  const { draft, base, change, rebase, settle, discard } = useDraft(kept);
  const [view, setView] = useState<View>(props.previewHost ? 'preview' : 'code');
  const [sides, setSides] = useState<Sides>({ before: kept.revision, after: 'draft' });
  const [as, setAs] = useState<PreviewAs | null>(
    props.previewHost ? { by: 'host', hostId: props.previewHost } : null,
  );
  const [place, setPlace] = useState<{ line: number; column: number; at: number } | null>(null);
  const [insert, setInsert] = useState<{ text: string; at: number } | null>(null);
  const [refusedFile, setRefusedFile] = useState<string | null>(null);
  const [unheld, setUnheld] = useState<string | null>(null);
  const readRevision = useRevisionTexts(script);

  const { title, text, template } = draft;
  const dialect = kind === 'kickstart' ? (draft.dialect ?? guessDialect(text)) : null;
  const touched =
    text !== kept.text ||
    title !== kept.title ||
    template !== kept.template ||
    draft.dialect !== kept.dialect;
  const dirty = script === null || touched;
  const fixed = unheld === text || mixesLineEndings(text);
  const language = languageOf(kind, text, dialect);
  const { findings, checking } = useFindings({
    ...{ kind, title, dialect, template, text },
    capabilities: props.capabilities ?? null,
  });
  const saving = useSave({ kind, script, draft, base, able: mayWrite && dirty, onSaved: settle });
  const behind = script !== null && base < script.revision && touched;
  const meanwhile = `Somebody saved r${kept.revision} while you were editing r${base}.`;
  useLeaving(touched);

  function go(to: { line: number; column: number }) {
    setView('code');
    setPlace({ line: to.line, column: to.column, at: Date.now() });
  }
  function show(next: View) {
    // Where nothing is typed there is more to see in what the last save changed.
    const saved = !touched && sides.after === 'draft' && kept.revision > 1;
    if (next === 'diff' && saved) {
      setSides({ before: kept.revision - 1, after: kept.revision });
    }
    setView(next);
  }
  function diff(next: Sides) {
    setSides(next);
    setView('diff');
  }
  function takeFile(file: { name: string; text: string }) {
    setRefusedFile(null);
    change({ text: file.text, title: title || file.name, ...(!script && { dialect: null }) });
    setView('code');
  }
  async function restore(number: number) {
    const found = await readRevision(number);
    if (!found) return;
    const { text, template, dialect } = found;
    change({ text, template, dialect, message: `Restored r${number}` });
    setView('code');
    toast(`r${number} is in the editor. Save it to bring it back.`);
  }

  return (
    <div className="flex flex-col gap-3">
      <Head
        {...{ kind, script, draft, base, dirty, mayWrite }}
        me={props.me}
        busy={saving.busy}
        error={saving.errors.title}
        onChange={change}
        onSave={saving.save}
      />
      <Notices
        {...{ script, base, mayWrite, fixed }}
        published={props.published ?? null}
        conflict={saving.conflict ?? (behind ? meanwhile : null)}
        errors={{ ...saving.errors, ...(refusedFile && { file: refusedFile }) }}
        onDiff={diff}
        onKeep={() => {
          rebase(kept.revision);
          saving.settleConflict();
        }}
        onTake={() => {
          discard();
          saving.settleConflict();
        }}
      />
      {!script && (
        <Starters
          starters={starters}
          text={text}
          beginning={beginnings[kind]}
          onStart={({ text, template, dialect, ...one }) =>
            change({ text, template, dialect, title: title || one.title })
          }
          onFile={takeFile}
          onRefused={setRefusedFile}
        />
      )}
      <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_300px]">
        <Views
          here={view}
          withDiff={script !== null}
          onChange={show}
          actions={
            <TextBar
              {...{ kind, draft, dialect, mayWrite }}
              onDialect={(dialect) => change({ dialect })}
              onFile={takeFile}
              onRefused={setRefusedFile}
            />
          }
        >
          <Pane label="Code" shown={view === 'code'}>
            <Editor
              {...{ language, findings, insert, template }}
              label={`Text of ${title || 'the new script'}`}
              value={text}
              readOnly={!mayWrite || fixed}
              reveal={place}
              variables={props.variables}
              urls={props.urls}
              onCannotHold={() => setUnheld(text)}
              onChange={(text: string) => change({ text })}
              onSave={saving.save}
            />
          </Pane>
          {script && view === 'diff' && (
            <Pane label="Diff" shown>
              <DiffPane
                {...{ script, revisions, draft, language, sides }}
                onSides={setSides}
                read={readRevision}
              />
            </Pane>
          )}
          {view === 'preview' && (
            <Pane label="Preview" shown>
              <PreviewPane
                {...{ as, language }}
                source={{ kind, id: script?.id, title, text, template, dialect }}
                origin={originOf({ script, touched, base })}
                onAs={setAs}
                onGo={go}
              />
            </Pane>
          )}
        </Views>
        <Margin
          {...{ script, revisions, mayWrite, findings, checking, template }}
          includers={props.includers ?? []}
          me={props.me}
          variables={props.variables}
          onGo={go}
          onTemplate={(template) => change({ template })}
          onInsert={(text) => {
            setView('code');
            setInsert({ text, at: Date.now() });
          }}
          onDiff={(number) => diff({ before: number, after: 'draft' })}
          onRestore={restore}
        />
      </div>
    </div>
  );
}

/** The draft of somebody who has typed nothing. */
function keptOf({ kind, script }: WorkbenchProps) {
  return {
    key: `draft:${script?.id ?? `new-${kind}`}`,
    title: script?.title ?? '',
    text: script?.text ?? beginnings[kind],
    template: script?.template ?? false,
    dialect: script?.dialect ?? null,
    revision: script?.revision ?? 0,
  };
}

/** Which text a preview is of. */
function originOf(given: { script: ScriptDetail | null; touched: boolean; base: number }): string {
  const { script, touched, base } = given;
  if (!script) return 'the text as typed here, not saved yet';
  return touched ? `the text as typed here, on top of r${base}` : `r${script.revision}, as saved`;
}
