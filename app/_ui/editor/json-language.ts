/** JSON for Monaco, colours only: Ignition's files are checked by our own functions. */
import type * as Monaco from 'monaco-editor';

export const jsonTokens: Monaco.languages.IMonarchLanguage = {
  defaultToken: '',
  tokenizer: {
    root: [
      [/"(?:[^"\\]|\\.)*"(?=\s*:)/, 'attribute.name'],
      [/"(?:[^"\\]|\\.)*"/, 'string'],
      [/"[^"]*$/, 'string.invalid'],
      [/-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/, 'number'],
      [/\b(?:true|false|null)\b/, 'keyword'],
      [/[{}[\]]/, '@brackets'],
      [/[,:]/, 'delimiter'],
    ],
  },
};

/** Registers the language with one Monaco; a second call does nothing. */
export function registerJson(monaco: typeof Monaco): void {
  if (monaco.languages.getLanguages().some((language) => language.id === 'json')) return;
  monaco.languages.register({ id: 'json', extensions: ['.json', '.ign'] });
  const pairs = [
    { open: '{', close: '}' },
    { open: '[', close: ']' },
    { open: '"', close: '"' },
  ];
  monaco.languages.setLanguageConfiguration('json', {
    brackets: [
      ['{', '}'],
      ['[', ']'],
    ],
    autoClosingPairs: pairs,
    surroundingPairs: pairs,
  });
  monaco.languages.setMonarchTokensProvider('json', jsonTokens);
}
