'use client';

import { useTheme } from 'next-themes';
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { Finding } from '@/lib/scripts/lint/schema';
import { getMonaco } from './monaco';
import { useAssistance } from './use-assistance';
import './editor.css';

type Editor = ReturnType<ReturnType<typeof getMonaco>['editor']['create']>;

/** Milliseconds that a model outlives its editor. */
const modelRest = 5_000;

const common = {
  automaticLayout: true,
  fontSize: 13,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 10, bottom: 10 },
  renderWhitespace: 'boundary',
  wordBasedSuggestions: 'off',
  // A script's bytes are its author's: nothing is trimmed, nothing added.
  trimAutoWhitespace: false,
  unicodeHighlight: { ambiguousCharacters: true, invisibleCharacters: true },
} as const;

/** The text as it would be saved: its own line endings, and its byte order mark where it has one. */
function textOf(editor: Editor): string {
  return editor.getValue({ preserveBOM: true, lineEnding: '' });
}

export interface EditorProps {
  value: string;
  language: string;
  readOnly?: boolean;
  label: string;
  onChange?: (value: string) => void;
  onSave?: () => void;
  /** Called when the editor would change the text's bytes (mixed line endings); it is then for reading only. */
  onCannotHold?: () => void;
  /** Shown as marks; lines and columns count from 1. */
  findings?: Finding[];
  /** Moves the cursor there whenever `at` changes. */
  reveal?: { line: number; column: number; at: number } | null;
  /** Puts the text in at the cursor, whenever `at` changes. */
  insert?: { text: string; at: number } | null;
  /** Whether Liquid's tags are at work in the text. */
  template?: boolean;
  /** Offered inside `{{`. */
  variables?: { name: string; description: string }[];
  /** Our own addresses, offered where iPXE takes one. */
  urls?: { url: string; title: string }[];
}

/** A code editor. `onSave` is called on ⌘S or Ctrl S. */
export default function CodeEditor({
  value,
  language,
  readOnly = false,
  label,
  onChange,
  onSave,
  onCannotHold,
  insert,
  ...assistance
}: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor | null>(null);
  /** True while a text from outside is put in: that is no change of the person's. */
  const taking = useRef(false);
  const calls = useRef({ onChange, onSave, onCannotHold });
  calls.current = { onChange, onSave, onCannotHold };
  const { resolvedTheme } = useTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once; the effects below keep it true
  useEffect(() => {
    if (!place.current) return;
    const monaco = getMonaco();
    const made = monaco.editor.create(place.current, {
      ...common,
      value,
      language,
      readOnly,
      ariaLabel: label,
      theme: resolvedTheme === 'dark' ? 'provisioner-dark' : 'provisioner-light',
    });
    made.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.KeyS, () => calls.current.onSave?.());
    // At once: rendered later, a key's text would come back when more keys have been pressed, and undo them.
    const heard = made.onDidChangeModelContent(() => {
      if (!taking.current) flushSync(() => calls.current.onChange?.(textOf(made)));
    });
    editor.current = made;
    if (textOf(made) !== value) {
      made.updateOptions({ readOnly: true });
      calls.current.onCannotHold?.();
    }
    return () => {
      heard.dispose();
      const model = made.getModel();
      made.dispose();
      // Workers may still be reading it: they would find it gone, and say so on the console.
      setTimeout(() => model?.dispose(), modelRest);
      editor.current = null;
    };
  }, []);

  useEffect(() => {
    if (!editor.current || textOf(editor.current) === value) return;
    taking.current = true;
    editor.current.setValue(value);
    taking.current = false;
  }, [value]);
  useEffect(() => {
    editor.current?.updateOptions({ readOnly });
    // Not at once: the first letters may decide it, and the editor still tells of those.
    queueMicrotask(() => {
      const model = editor.current?.getModel();
      if (model) getMonaco().editor.setModelLanguage(model, language);
    });
  }, [language, readOnly]);
  useEffect(() => {
    if (!insert) return;
    // Not at once: the change is told while React renders nothing.
    queueMicrotask(() => {
      const range = editor.current?.getSelection();
      if (!range) return;
      // An edit and no typing: nothing is to be completed or closed in it.
      const edit = { range, text: insert.text, forceMoveMarkers: true };
      editor.current?.pushUndoStop();
      editor.current?.executeEdits('insert', [edit]);
      editor.current?.pushUndoStop();
      editor.current?.focus();
    });
  }, [insert]);
  useEffect(() => {
    getMonaco().editor.setTheme(
      resolvedTheme === 'dark' ? 'provisioner-dark' : 'provisioner-light',
    );
  }, [resolvedTheme]);

  useAssistance({ editor, ...assistance });

  return <div ref={place} className="h-full min-h-64 w-full" data-testid="editor" />;
}
