'use client';

import { type RefObject, useEffect } from 'react';
import type { Finding } from '@/lib/scripts/lint/schema';
import type { EditorProps } from './code-editor';
import { showFindings } from './markers';
import { setContext } from './model-context';
import { getMonaco } from './monaco';
import { tagDecorations } from './template-language';

type Editor = ReturnType<ReturnType<typeof getMonaco>['editor']['create']>;

/** One value for "none", so that effects do not run again for a new one. */
const noFindings: Finding[] = [];

/** Everything around the text: marks, what completion knows, the tags' colours, the place to show. */
export function useAssistance({
  editor,
  findings = noFindings,
  reveal = null,
  template = false,
  variables = [],
  urls = [],
}: Pick<EditorProps, 'findings' | 'reveal' | 'template' | 'variables' | 'urls'> & {
  editor: RefObject<Editor | null>;
}): void {
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) setContext(model as never, { template, variables, urls });
  });
  useEffect(() => {
    const model = editor.current?.getModel();
    if (model) showFindings({ monaco: getMonaco() as never, model: model as never, findings });
  }, [editor, findings]);
  useEffect(() => {
    const current = editor.current;
    const model = current?.getModel();
    if (!current || !model || !template) return;
    const tags = current.createDecorationsCollection();
    const paint = () => tags.set(tagDecorations(model as never));
    paint();
    const heard = current.onDidChangeModelContent(paint);
    return () => {
      heard.dispose();
      tags.clear();
    };
  }, [editor, template]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: shown once for each `at`, whatever else changes
  useEffect(() => {
    if (!reveal || !editor.current) return;
    const position = { lineNumber: reveal.line, column: reveal.column };
    editor.current.setPosition(position);
    editor.current.revealPositionInCenterIfOutsideViewport(position);
    editor.current.focus();
  }, [reveal?.at]);
}
