/** iPXE for Monaco: colours, and completion and hover by the functions of `lib/scripts/lint/ipxe`. */
import type * as Monaco from 'monaco-editor';
import { commands } from '@/lib/scripts/lint/ipxe/commands';
import { completeIpxe, type Suggestion, usageFor } from '@/lib/scripts/lint/ipxe/complete';
import { hoverIpxe } from '@/lib/scripts/lint/ipxe/hover';
import { contextOf } from './model-context';

export const ipxeTokens: Monaco.languages.IMonarchLanguage = {
  defaultToken: '',
  commands: [...commands.keys()],
  tokenizer: {
    root: [
      [/^#!.*$/, 'keyword.directive'],
      [/^\s*#.*$/, 'comment'],
      [/\s#.*$/, 'comment'],
      [/^\s*:\S+/, 'type.identifier'],
      [/\$\{/, { token: 'variable', next: '@setting' }],
      [/\|\||&&/, 'operator'],
      [/\b(?:https?|tftp|ftp|nfs|iscsi):[^\s$]*/, 'string'],
      [/\s--?[a-z][a-z-]*/, 'attribute.name'],
      [/[a-z][a-z0-9]*/, { cases: { '@commands': 'keyword', '@default': '' } }],
      [/[^\s$|&#]+/, ''],
    ],
    setting: [
      [/\$\{/, { token: 'variable', next: '@push' }],
      [/\}/, { token: 'variable', next: '@pop' }],
      [/[^$}\s]+/, 'variable'],
      // A setting ends with its word, whether it was closed or not.
      [/\s|$/, { token: '', next: '@popall' }],
    ],
  },
};

/** Registers the language with one Monaco; a second call does nothing. */
export function registerIpxe(monaco: typeof Monaco): void {
  if (monaco.languages.getLanguages().some((language) => language.id === 'ipxe')) return;
  monaco.languages.register({ id: 'ipxe', extensions: ['.ipxe'] });
  monaco.languages.setLanguageConfiguration('ipxe', {
    comments: { lineComment: '#' },
    brackets: [['{', '}']],
    autoClosingPairs: [{ open: '{', close: '}' }],
    // Names hold hyphens, and `net0/mac` is one thing to a reader.
    wordPattern: /[A-Za-z0-9_][A-Za-z0-9_-]*/,
  });
  monaco.languages.setMonarchTokensProvider('ipxe', ipxeTokens);
  monaco.languages.registerCompletionItemProvider('ipxe', {
    triggerCharacters: ['{', ' ', ':', '/', '-'],
    provideCompletionItems: (model, position) => complete({ monaco, model, position }),
  });
  monaco.languages.registerHoverProvider('ipxe', {
    provideHover: (model, { lineNumber, column }) => {
      const hover = hoverIpxe({ text: model.getValue(), line: lineNumber, column });
      if (!hover) return null;
      const { place, usage, about, page } = hover;
      return {
        range: new monaco.Range(place.line, place.column, place.line, place.endColumn),
        contents: [
          ...(usage ? [{ value: `\`\`\`ipxe\n${usage}\n\`\`\`` }] : []),
          { value: page ? `${about} [ipxe.org](${page})` : about },
        ],
      };
    },
  });
}

function complete({
  monaco,
  model,
  position,
}: {
  monaco: typeof Monaco;
  model: Monaco.editor.ITextModel;
  position: Monaco.Position;
}): Monaco.languages.CompletionList {
  const { lineNumber, column } = position;
  const { from, suggestions } = completeIpxe({
    text: model.getValue(),
    line: lineNumber,
    column,
    urls: contextOf(model).urls,
  });
  const range = new monaco.Range(lineNumber, from, lineNumber, column);
  const { CompletionItemKind } = monaco.languages;
  const kinds: Record<Suggestion['kind'], Monaco.languages.CompletionItemKind> = {
    command: CompletionItemKind.Keyword,
    option: CompletionItemKind.Property,
    setting: CompletionItemKind.Variable,
    type: CompletionItemKind.TypeParameter,
    label: CompletionItemKind.Reference,
    url: CompletionItemKind.File,
    card: CompletionItemKind.Interface,
  };
  return {
    suggestions: suggestions.map(({ label, kind, detail }) => ({
      label,
      kind: kinds[kind],
      detail,
      documentation: kind === 'command' ? (usageFor(label) ?? undefined) : undefined,
      insertText: label,
      range,
    })),
  };
}
