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
import { DiffPane } from './diff-pane';
import { mixesLineEndings } from './file-text';
import { Head } from './head';
import { keptOf, originOf } from './kept';
import { Margin } from './margin';
import { Notices } from './notices';
import { PreviewPane } from './preview-pane';
import type { PreviewAs } from './preview-request';
import { type Starter, Starters } from './starters';
import { TextBar } from './text-bar';
import { type Draft, useDraft } from './use-draft';
import { useFindings } from './use-findings';
import { useLeaving } from './use-leaving';
import { useRevisionTexts } from './use-revision-texts';
import { useSave } from './use-save';
import { useViews } from './use-views';
import type { Includer } from './used-by';
import type { Offered } from './variables';
import { Pane, Views } from './views';

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
  const [as, setAs] = useState<PreviewAs | null>(
    props.previewHost ? { by: 'host', hostId: props.previewHost } : null,
  );
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
  const views = useViews({
    first: props.previewHost ? 'preview' : 'code',
    revision: kept.revision,
    touched,
  });
  const { view } = views;
  useLeaving(touched);

  /** Puts something in the place of what is typed, which can be had back. */
  function replace(part: Partial<Draft>, what: string) {
    change(part);
    views.open('code');
    const undo = { label: 'Undo', onClick: () => change(draft) };
    toast(what, touched ? { action: undo } : undefined);
  }
  function takeFile(file: { name: string; text: string }) {
    setRefusedFile(null);
    const rest = script ? {} : { dialect: null };
    replace(
      { text: file.text, title: title || file.name, ...rest },
      `${file.name} is in the editor.`,
    );
  }
  async function restore(number: number) {
    const found = await readRevision(number);
    if (!found) return;
    const { text, template, dialect } = found;
    const message = `Restored r${number}`;
    replace(
      { text, template, dialect, message },
      `r${number} is in the editor. Save it to bring it back.`,
    );
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
        onDiff={views.compare}
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
          onChange={views.open}
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
              {...{ language, findings, template }}
              insert={views.insert}
              label={`Text of ${title || 'the new script'}`}
              value={text}
              readOnly={!mayWrite || fixed}
              reveal={views.place}
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
                {...{ script, revisions, draft, language }}
                sides={views.sides}
                onSides={views.setSides}
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
                onGo={views.go}
              />
            </Pane>
          )}
        </Views>
        <Margin
          {...{ script, revisions, mayWrite, findings, checking, template }}
          includers={props.includers ?? []}
          me={props.me}
          variables={props.variables}
          onGo={views.go}
          onTemplate={(template) => change({ template })}
          onInsert={views.put}
          onDiff={(number) => views.compare({ before: number, after: 'draft' })}
          onRestore={restore}
        />
      </div>
    </div>
  );
}
