/** The labels of a script, and who leads to them. */

import { readArguments } from './arguments';
import { commands } from './commands';
import { settingsIn } from './expansions';
import type { Command, Line, Word } from './parse';
import { commandsOf } from './parse';
import { isDynamic, outputMark } from './template';

export interface LabelUse {
  word: Word;
  command: Command;
  line: Line;
}

export interface Labels {
  /** Label → its lines, the first of which is the one that is found. */
  defined: Map<string, Line[]>;
  /** `goto` with a label that is written out. */
  jumps: LabelUse[];
  /** `goto ${choice}` and the like. */
  dynamic: LabelUse[];
  /** Names of menu entries, with the settings that a choice is put in. */
  items: LabelUse[];
  choices: Set<string>;
  /** Words that a setting is given: `goto ${x}` may mean them. */
  values: Set<string>;
}

/** Collects the labels of a script and what is said about them. */
export function labelsOf(lines: Line[]): Labels {
  const labels: Labels = {
    defined: new Map(),
    jumps: [],
    dynamic: [],
    items: [],
    choices: new Set(),
    values: new Set(),
  };
  for (const line of lines) {
    const label = line.label?.text;
    if (label !== undefined && !isDynamic(label)) {
      labels.defined.set(label, [...(labels.defined.get(label) ?? []), line]);
    }
    for (const command of commandsOf(line)) addUse({ labels, line, command });
  }
  return labels;
}

function addUse({ labels, line, command }: { labels: Labels; line: Line; command: Command }): void {
  const spec = commands.get(command.name.text);
  if (!spec) return;
  const read = readArguments(spec, command.args);
  const [first, ...rest] = read.operands;
  switch (spec.name) {
    case 'goto':
      if (first) {
        const use = { word: first, command, line };
        (isDynamic(first.text) ? labels.dynamic : labels.jumps).push(use);
      }
      return;
    case 'item':
      // With --gap the words are text; without text it is no entry, but still a name.
      if (first && !read.options.some(({ option }) => option.name === 'gap')) {
        labels.items.push({ word: first, command, line });
      }
      return;
    case 'choose':
      if (first) labels.choices.add(first.text);
      for (const { value } of read.options) if (value) labels.values.add(value.text);
      return;
    case 'set':
      if (rest.length === 1 && rest[0]) labels.values.add(rest[0].text);
      return;
    default:
  }
}

/** Whether `goto ${…}` may lead to a label: as a menu's entry, a value of a setting, or by its own words. */
export function mayBeMeant({ label, labels }: { label: string; labels: Labels }): boolean {
  return labels.dynamic.some(({ word }) => {
    const written = writtenParts(word.text);
    if (!patternOf(written).test(label)) return false;
    if (written.some((part) => part !== '')) return true;
    return (
      labels.values.has(label) ||
      labels.items.some(({ word: item }) => patternOf(writtenParts(item.text)).test(label))
    );
  });
}

/** What is written out of a word, parted by its settings and outputs. */
function writtenParts(text: string): string[] {
  let rest = text;
  // From the last to the first, so that places stay true; inner ones vanish with their outer ones.
  for (const { start, end } of settingsIn(text).expansions.toReversed()) {
    const inner = rest.slice(start, end).replace(/./g, outputMark);
    rest = rest.slice(0, start) + inner + rest.slice(end);
  }
  return rest.split(new RegExp(`${outputMark}+`));
}

function patternOf(written: string[]): RegExp {
  const parts = written.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
