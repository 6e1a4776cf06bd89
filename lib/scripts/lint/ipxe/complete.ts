/** What could be typed at a place of an iPXE script. */
import { readArguments } from './arguments';
import { type CommandSpec, type Option, usageOf, type ValueKind } from './command';
import { commands } from './commands';
import { labelsOf } from './labels';
import { commandsOf, parseScript } from './parse';
import { isCard, ourSettings, settings, settingTypes } from './settings';

export interface OwnUrl {
  url: string;
  /** What it leads to, such as a script's title. */
  title: string;
}

export interface Suggestion {
  label: string;
  kind: 'command' | 'option' | 'setting' | 'type' | 'label' | 'url' | 'card';
  /** A few words beside it. */
  detail: string;
}

export interface Completion {
  /** Column where the typed part begins, counted from 1; a suggestion takes its place. */
  from: number;
  suggestions: Suggestion[];
}

const nothing: Completion = { from: 1, suggestions: [] };

/** Suggestions at a place; line and column count from 1. */
export function completeIpxe({
  text,
  line,
  column,
  urls = [],
}: {
  text: string;
  line: number;
  column: number;
  urls?: OwnUrl[];
}): Completion {
  const before = (text.split('\n')[line - 1] ?? '').slice(0, column - 1);
  if (/(^|\s)#/.test(before)) return nothing;
  const setting = /\$\{([^}\s]*)$/.exec(before)?.[1];
  if (setting !== undefined) return insideSetting({ text, typed: setting, column });
  const words = before.split(/\s+/).filter((word, index) => index > 0 || word !== '');
  const typed = /\s$/.test(before) || before === '' ? '' : (words.at(-1) ?? '');
  const from = column - typed.length;
  const given = typed === '' ? words.filter(Boolean) : words.slice(0, -1);
  const label = given[0]?.startsWith(':') ? 1 : 0;
  const joiner = given.findLastIndex((word) => ['||', '&&', ';'].includes(word));
  const [name, ...args] = given.slice(Math.max(joiner + 1, label));
  if (typed.startsWith(':') && given.length === 0) return nothing;
  if (name === undefined) return { from, suggestions: commandSuggestions() };
  const spec = commands.get(name);
  if (!spec) return nothing;
  return { from, suggestions: argumentSuggestions({ text, spec, args, typed, urls }) };
}

function commandSuggestions(): Suggestion[] {
  return [...commands.values()].map((spec) => ({
    label: spec.name,
    kind: 'command',
    detail: spec.about,
  }));
}

function argumentSuggestions({
  text,
  spec,
  args,
  typed,
  urls,
}: {
  text: string;
  spec: CommandSpec;
  args: string[];
  typed: string;
  urls: OwnUrl[];
}): Suggestion[] {
  const place = { line: 1, column: 1, endColumn: 1 };
  const read = readArguments(
    spec,
    args.map((word) => ({ text: word, place })),
  );
  if (read.problem?.type === 'value-missing') {
    return valueSuggestions({ text, kind: read.problem.option.value ?? 'text', spec, urls });
  }
  if (typed.startsWith('-') && read.operands.length === 0)
    return spec.options.map(optionSuggestion);
  const kind = spec.kinds[Math.min(read.operands.length, spec.kinds.length - 1)];
  const more = read.operands.length < spec.max;
  return kind && more ? valueSuggestions({ text, kind, spec, urls }) : [];
}

function optionSuggestion(option: Option): Suggestion {
  const detail = option.value ? `-${option.short}, with a value` : `-${option.short}`;
  return { label: `--${option.name}`, kind: 'option', detail };
}

function valueSuggestions({
  text,
  kind,
  spec,
  urls,
}: {
  text: string;
  kind: ValueKind;
  spec: CommandSpec;
  urls: OwnUrl[];
}): Suggestion[] {
  switch (kind) {
    case 'label':
      return labelSuggestions({ text, spec });
    case 'setting':
      return settingSuggestions(text);
    case 'uri':
      return urls.map(({ url, title }) => ({ label: url, kind: 'url', detail: title }));
    case 'interface':
      return ['net0', 'net1', 'netX'].map((label) => ({ label, kind: 'card', detail: 'A card' }));
    default:
      return [];
  }
}

/** Labels for `goto`, names of entries for `choose --default`, both for `item`. */
function labelSuggestions({ text, spec }: { text: string; spec: CommandSpec }): Suggestion[] {
  const found = labelsOf(parseScript(text));
  const items = found.items.map(({ word }) => word.text);
  const labels = [...found.defined].map(
    ([label, [line]]): Suggestion => ({ label, kind: 'label', detail: `Line ${line?.number}` }),
  );
  if (spec.name !== 'choose') return labels;
  return [...new Set(items)].map((label) => ({ label, kind: 'label', detail: 'An entry' }));
}

function settingSuggestions(text: string): Suggestion[] {
  const made = parseScript(text)
    .flatMap(commandsOf)
    .filter(({ name }) => ['set', 'read', 'choose', 'inc', 'nslookup'].includes(name.text))
    .flatMap(({ name, args }) => {
      const spec = commands.get(name.text);
      const first = spec && readArguments(spec, args).operands[0]?.text;
      return first && !first.includes('$') ? [first.split(':')[0] ?? first] : [];
    });
  const own = new Map(made.map((name) => [name, 'Set in this script.']));
  return [...new Map([...settings, ...ourSettings, ...own])].map(([label, detail]) => ({
    label,
    kind: 'setting',
    detail,
  }));
}

function insideSetting({
  text,
  typed,
  column,
}: {
  text: string;
  typed: string;
  column: number;
}): Completion {
  const colon = typed.indexOf(':');
  if (colon >= 0) {
    const suggestions = [...settingTypes].map(
      ([label, detail]): Suggestion => ({ label, kind: 'type', detail }),
    );
    return { from: column - typed.length + colon + 1, suggestions };
  }
  const slash = typed.indexOf('/');
  if (slash >= 0) {
    const scope = typed.slice(0, slash);
    const all = isCard(scope) ? [...settings] : [];
    return {
      from: column - typed.length + slash + 1,
      suggestions: all.map(([label, detail]) => ({ label, kind: 'setting', detail })),
    };
  }
  const cards = ['net0/', 'netX/'].map(
    (label): Suggestion => ({ label, kind: 'card', detail: 'A setting of a card' }),
  );
  return { from: column - typed.length, suggestions: [...settingSuggestions(text), ...cards] };
}

/** Usage of a command for a completion's long form. */
export function usageFor(name: string): string | null {
  const spec = commands.get(name);
  return spec ? usageOf(spec) : null;
}
