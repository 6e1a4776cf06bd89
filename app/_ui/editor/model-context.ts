/** What a page knows beside an editor's text, for completion. Monaco asks by model, not by editor. */
import type * as Monaco from 'monaco-editor';

export interface ModelContext {
  /** Liquid's tags are at work in the text. */
  template: boolean;
  variables: { name: string; description: string }[];
  urls: { url: string; title: string }[];
}

const nothing: ModelContext = { template: false, variables: [], urls: [] };
const contexts = new WeakMap<object, ModelContext>();

export function setContext(model: Monaco.editor.ITextModel, context: ModelContext): void {
  contexts.set(model, context);
}

export function contextOf(model: Monaco.editor.ITextModel): ModelContext {
  return contexts.get(model) ?? nothing;
}
