/**
 * Reads the words behind a command or a section's name: options with their
 * values, and positional arguments, by the rules of Python's argparse, which
 * the installer reads them with.
 */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { nearest } from '../spelling';
import type { OptionFacts } from './facts';
import { current, howMany, type Release, spanInWords, within } from './releases';
import type { Word } from './words';

export interface Given {
  /** Values by the option's first name; null for an option without a value. */
  options: Map<string, { value: string | null; at: Place }>;
  positionals: Word[];
  /** A word is known only when the template is rendered: it may be anything. */
  unsure: boolean;
}

export interface Reading {
  given: Given;
  findings: Finding[];
}

/** The releases that the text is judged for: the stated one, or all that we know of. */
export interface Judge {
  stated: Release | null;
  targets: Release[];
}

export function readArguments(asked: {
  /** The command or section, for sentences. */
  name: string;
  words: Word[];
  options: Map<string, OptionFacts>;
  judge: Judge;
}): Reading {
  const { name, words, options, judge } = asked;
  const given: Given = { options: new Map(), positionals: [], unsure: false };
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `kickstart/${rule}`, message, at }));

  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (!word) break;
    if (word.text === '--') {
      given.positionals.push(...words.slice(index + 1));
      break;
    }
    if (isUnknown(word.text.split('=')[0] ?? '')) {
      given.unsure = true;
      continue;
    }
    if (!looksLikeOption(word.text)) {
      given.positionals.push(word);
      continue;
    }
    const [written = '', ...rest] = word.text.split('=');
    const at = {
      ...word,
      endColumn: rest.length > 0 ? word.column + written.length : word.endColumn,
    };
    const option = findOption({ written, at, name, options, judge, say });
    if (!option) continue;
    sayAge({ option, at, name, judge, say });
    let value = rest.length > 0 ? rest.join('=') : null;
    if (option.value === 'flag') {
      if (value !== null) {
        say('error', 'option-value', `${option.name} takes no value.`, word);
        continue;
      }
    } else if (value === null) {
      const next = words[index + 1];
      if (next && (!looksLikeOption(next.text) || isUnknown(next.text))) {
        value = next.text;
        index += 1;
      } else if (!option.optional) {
        say('error', 'option-value', `${option.name} needs a value: ${option.name}=….`, word);
        given.options.set(option.as, { value, at: word });
        continue;
      }
    }
    given.options.set(option.as, { value, at: word });
    const problem = value === null ? null : valueProblem({ option, value });
    if (problem) say('error', 'option-value', problem, word);
  }
  return { given, findings };
}

/** Options that must be there and are not. */
export function missingOptions(asked: {
  given: Given;
  options: Map<string, OptionFacts>;
  judge: Judge;
}): string[] {
  const { given, options, judge } = asked;
  if (given.unsure) return [];
  return [...options.values()]
    .filter((option) => option.as === option.name && !given.options.has(option.name))
    .filter((option) => howMany(option.required, judge.targets) === 'all')
    .map((option) => option.name);
}

/** Argparse takes `-1` for a number, and a word with a space before any `=` for an argument. */
function looksLikeOption(word: string): boolean {
  const [name = ''] = word.split('=');
  return name.startsWith('-') && name !== '-' && !/^-(\d+|\d*\.\d+)$|\s/.test(name);
}

type Say = (severity: Severity, rule: string, message: string, at: Place) => void;

function findOption(asked: {
  written: string;
  at: Place;
  name: string;
  options: Map<string, OptionFacts>;
  judge: Judge;
  say: Say;
}): OptionFacts | null {
  const { written, at, name, options, judge, say } = asked;
  const known = options.get(written);
  if (known) return known;
  const alive = [...options.values()].filter((one) => howMany(one.in, judge.targets) !== 'none');
  const begun = written.startsWith('--') ? alive.filter((one) => one.name.startsWith(written)) : [];
  const [only] = begun;
  if (only && begun.length === 1) {
    const message = `${written} is understood as ${only.name} only while no other option begins so. Write ${only.name}.`;
    say('warning', 'option-shortened', message, at);
    return only;
  }
  if (begun.length > 1) {
    const names = begun.map((one) => one.name).join(', ');
    say('error', 'option-unknown', `${written} could be any of ${names}.`, at);
    return null;
  }
  const near = nearest(
    written,
    alive.map((one) => one.name),
  );
  const hint = near ? ` Did you mean ${near}?` : alive.length === 0 ? ' It takes no options.' : '';
  say('error', 'option-unknown', `${name} has no option ${written}.${hint}`, at);
  return null;
}

/** Says where an option is not known yet, not any more, or without effect. */
function sayAge(asked: {
  option: OptionFacts;
  at: Place;
  name: string;
  judge: Judge;
  say: Say;
}): void {
  const { option, at, name, judge, say } = asked;
  if (howMany(option.in, judge.targets) === 'none') {
    const message = `${name} has the option ${option.name} only in ${spanInWords(option.in)}.`;
    say('error', 'option-release', message, at);
    return;
  }
  if (judge.stated) {
    if (within(option.deprecated, judge.stated)) {
      say(
        'info',
        'option-deprecated',
        `${option.name} has no effect any more, or soon will not.`,
        at,
      );
    }
    return;
  }
  if (option.hasOwnAge && howMany(option.in, current) === 'none') {
    const message = `No current release knows ${option.name}; it was in ${spanInWords(option.in)}.`;
    say('warning', 'option-release', message, at);
  } else if (option.hasOwnAge && howMany(option.in, current) === 'some') {
    say('info', 'option-release', `${option.name} is known to ${spanInWords(option.in)}.`, at);
  } else if (option.deprecated) {
    const message = `${option.name} is deprecated in ${spanInWords(option.deprecated)}.`;
    say('info', 'option-deprecated', message, at);
  }
}

/** Why a value cannot be one of that option's, or null. */
function valueProblem(asked: { option: OptionFacts; value: string }): string | null {
  const { option, value } = asked;
  if (isUnknown(value)) return null;
  if (option.value === 'int' && !/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) {
    return `${option.name} needs a whole number, not "${value}".`;
  }
  if (option.value === 'bool' && !/^(on|yes|true|1|off|no|false|0)$/i.test(value)) {
    return `${option.name} is yes or no, not "${value}".`;
  }
  if (option.value === 'choice' && !option.choices.includes(value)) {
    return `${option.name} is one of ${option.choices.join(', ')}, not "${value}".`;
  }
  return null;
}
