/** Liquid inside any other language: its tags coloured, its variables and filters completed. */
import type * as Monaco from 'monaco-editor';
import { escapingFilters } from '@/lib/scripts/template/schema';
import { contextOf } from './model-context';

const tag = /\{%[\s\S]*?%\}|\{\{[\s\S]*?\}\}/g;

/** The places of all tags, as decorations. */
export function tagDecorations(
  model: Monaco.editor.ITextModel,
): Monaco.editor.IModelDeltaDecoration[] {
  return [...model.getValue().matchAll(tag)].map((match) => {
    const start = model.getPositionAt(match.index);
    const end = model.getPositionAt(match.index + match[0].length);
    return {
      range: {
        startLineNumber: start.lineNumber,
        startColumn: start.column,
        endLineNumber: end.lineNumber,
        endColumn: end.column,
      },
      options: {
        inlineClassName: match[0].startsWith('{{') ? 'template-output' : 'template-tag',
      },
    };
  });
}

export interface TemplatePlace {
  /** What is typed of a name or filter so far. */
  typed: string;
  /** A filter stands behind `|`, a name anywhere else. */
  wanted: 'name' | 'filter';
}

/** What could be typed inside an open tag, by the text before the cursor; null outside of one. */
export function templatePlace(before: string): TemplatePlace | null {
  const open = Math.max(before.lastIndexOf('{{'), before.lastIndexOf('{%'));
  if (open < 0) return null;
  const inside = before.slice(open + 2);
  if (/\}\}|%\}/.test(inside)) return null;
  const filter = /\|\s*([a-z_]*)$/.exec(inside)?.[1];
  if (filter !== undefined) return { typed: filter, wanted: 'filter' };
  return { typed: /[A-Za-z_][\w.]*$/.exec(inside)?.[0] ?? '', wanted: 'name' };
}

let registered = false;

/** Registers the completion for all languages; a second call does nothing. */
export function registerTemplates(monaco: typeof Monaco): void {
  if (registered) return;
  registered = true;
  monaco.languages.registerCompletionItemProvider('*', {
    triggerCharacters: ['{', '.', '|', ' '],
    provideCompletionItems: (model, { lineNumber, column }) => {
      const { template, variables } = contextOf(model);
      const line = model.getLineContent(lineNumber).slice(0, column - 1);
      const place = template ? templatePlace(line) : null;
      if (!place) return { suggestions: [] };
      const range = new monaco.Range(lineNumber, column - place.typed.length, lineNumber, column);
      const { CompletionItemKind } = monaco.languages;
      const filter = place.wanted === 'filter';
      return {
        suggestions: (filter ? escapingFilters : variables).map(({ name, description }) => ({
          label: name,
          kind: filter ? CompletionItemKind.Function : CompletionItemKind.Variable,
          detail: description,
          insertText: name,
          range,
        })),
      };
    },
  });
}
