/**
 * Monaco, served by ourselves. Only what we edit is brought: shell, python,
 * JavaScript, YAML, XML, and our own iPXE and JSON, with Liquid in any of them.
 */
import * as monaco from 'monaco-editor/editor.js';
import 'monaco-editor/features/register.all.js';
import 'monaco-editor/languages/definitions/javascript/register.js';
import 'monaco-editor/languages/definitions/python/register.js';
import 'monaco-editor/languages/definitions/shell/register.js';
import 'monaco-editor/languages/definitions/xml/register.js';
import 'monaco-editor/languages/definitions/yaml/register.js';
import { registerIpxe } from './ipxe-language';
import { registerJson } from './json-language';
import { registerTemplates } from './template-language';

let ready = false;

/** Monaco with our language, theme and worker. */
export function getMonaco(): typeof monaco {
  if (ready) return monaco;
  ready = true;
  self.MonacoEnvironment = {
    getWorker: () =>
      new Worker(new URL('monaco-editor/editor/editor.worker.js', import.meta.url), {
        type: 'module',
      }),
  };
  registerIpxe(monaco as never);
  registerJson(monaco as never);
  registerTemplates(monaco as never);
  const rules = (accent: string, keyword: string, muted: string) => [
    { token: 'keyword', foreground: keyword },
    { token: 'keyword.directive', foreground: muted },
    { token: 'comment', foreground: muted },
    { token: 'variable', foreground: accent },
    { token: 'type.identifier', foreground: keyword, fontStyle: 'bold' },
  ];
  monaco.editor.defineTheme('provisioner-light', {
    base: 'vs',
    inherit: true,
    rules: rules('0f766e', '1d5fd1', '756f67'),
    colors: { 'editor.background': '#ffffff', 'editorLineNumber.foreground': '#8b857c' },
  });
  monaco.editor.defineTheme('provisioner-dark', {
    base: 'vs-dark',
    inherit: true,
    rules: rules('4cc2b2', '7eaaf7', '9a948a'),
    colors: { 'editor.background': '#1d1c19', 'editorLineNumber.foreground': '#857f75' },
  });
  return monaco;
}
