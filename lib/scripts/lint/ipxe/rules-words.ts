/** Settings and characters inside words that iPXE takes otherwise than they are meant. */
import type { Finding } from '@/lib/scripts/lint/schema';
import { nearest } from '../spelling';
import { readArguments } from './arguments';
import { commands } from './commands';
import { settingName, settingsIn } from './expansions';
import { type Command, commandsOf, type Place, type Word } from './parse';
import { found, type Script } from './script';
import { isCard, isScope, ourSettings, settings, settingTypes } from './settings';
import { isDynamic, outputMark } from './template';

export function wordFindings(script: Script): Finding[] {
  const made = settingsMade(script);
  return script.lines.flatMap((line) =>
    commandsOf(line).flatMap((command) => [
      ...[command.name, ...command.args].flatMap((word) => [
        ...settingFindings({ word, script, made }),
        ...gluedJoiner(word),
      ]),
      ...quotes(command),
    ]),
  );
}

/** Names of the settings that the script itself gives a value, or asks about by `isset`. */
function settingsMade({ lines }: Script): Set<string> {
  const made = new Set<string>();
  const add = (word: Word | undefined | null) => {
    if (word) made.add(settingName(word.text).name);
  };
  for (const command of lines.flatMap(commandsOf)) {
    const spec = commands.get(command.name.text);
    if (!spec) continue;
    const read = readArguments(spec, command.args);
    for (const { option, value } of read.options) if (option.value === 'setting') add(value);
    if (spec.kinds[0] === 'setting' || spec.name === 'item') add(read.operands[0]);
    if (spec.name === 'isset') {
      for (const { name } of settingsIn(read.operands[0]?.text ?? '').expansions) {
        made.add(settingName(name).name);
      }
    }
  }
  return made;
}

function within(word: Word, start: number, end: number): Place {
  const { line, column, endColumn } = word.place;
  return {
    line,
    column: column + start,
    endColumn: Math.min(column + end, Math.max(endColumn, column + start + 1)),
  };
}

function settingFindings({
  word,
  script,
  made,
}: {
  word: Word;
  script: Script;
  made: Set<string>;
}): Finding[] {
  const { expansions, unterminated } = settingsIn(word.text);
  const findings = unterminated.map((start) =>
    found(
      'error',
      'unterminated-setting',
      within(word, start, word.text.length),
      'This "${" has no "}" in the same word, so it stays as it is. Settings have no spaces in their names.',
    ),
  );
  for (const { name, start, end, nested } of expansions) {
    if (nested || name.includes(outputMark)) continue;
    const finding = oneSetting({ name, place: within(word, start, end), script, made });
    if (finding) findings.push(finding);
  }
  return findings;
}

function oneSetting({
  name: text,
  place,
  script,
  made,
}: {
  name: string;
  place: Place;
  script: Script;
  made: Set<string>;
}): Finding | null {
  const { scope, name, type } = settingName(text);
  if (type !== null && !settingTypes.has(type)) {
    const near = nearest(type, settingTypes.keys());
    const hint = near
      ? `Did you mean ":${near}"?`
      : `It has ${[...settingTypes.keys()].join(', ')}.`;
    return found(
      'error',
      'unknown-type',
      place,
      `iPXE has no type "${type}", so this is always empty. ${hint}`,
    );
  }
  if (name === '')
    return found('error', 'empty-setting', place, 'This names no setting, so it is always empty.');
  if (scope !== null && !isScope(scope)) {
    return found(
      'info',
      'unknown-setting',
      place,
      `"${scope}" is no scope that iPXE brings along; cards are net0, net1 … and netX.`,
    );
  }
  const known = settings.has(name) || ourSettings.has(name) || made.has(name) || /^\d/.test(name);
  if (known || (scope !== null && !isCard(scope))) return null;
  const near = nearest(name, [...settings.keys(), ...ourSettings.keys(), ...made]);
  // A sub script also has the parameters of the profile and the host, which are not known here.
  if (!near && scope === null && script.kind === 'sub') return null;
  const hint = near ? ` Did you mean "${near}"?` : ' Where nothing sets it, it is empty.';
  return found(
    'info',
    'unknown-setting',
    place,
    `iPXE has no setting "${name}", and this script does not set it.${hint}`,
  );
}

function gluedJoiner(word: Word): Finding[] {
  const at = word.text.search(/\|\||&&/);
  if (at < 0 || word.text.includes('://')) return [];
  const joiner = word.text.slice(at, at + 2);
  return [
    found(
      'warning',
      'joiner-not-alone',
      within(word, at, at + 2),
      `"${joiner}" joins two commands only as a word of its own. Put spaces around it.`,
    ),
  ];
}

/** Where a value is compared or looked up as it is; a kernel's command line may have quotes. */
const noQuotes = new Set([
  'set',
  'iseq',
  'isset',
  'goto',
  'chain',
  'imgfetch',
  'kernel',
  'initrd',
  'module',
  'sanboot',
  'sanhook',
  'dhcp',
  'choose',
]);

function quotes(command: Command): Finding[] {
  const { text } = command.name;
  if (!noQuotes.has(text)) return [];
  const spec = commands.get(text);
  const operands = spec ? readArguments(spec, command.args).operands : command.args;
  const first = spec?.kinds[0] === 'uri' ? operands.slice(0, 1) : operands;
  const quoted = first.find((word) => /^["']/.test(word.text) && !isDynamic(word.text.slice(0, 1)));
  if (!quoted) return [];
  return [
    found(
      'warning',
      'quotes',
      quoted.place,
      'iPXE has no quotes: they become part of the value. Leave them out; "set" takes all words that follow.',
    ),
  ];
}
