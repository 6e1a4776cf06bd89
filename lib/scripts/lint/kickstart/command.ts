/** Judges one command of a kickstart. */
import { isUnknown } from '../blanks';
import { finding, type Place } from '../place';
import type { Finding, Severity } from '../schema';
import { didYouMean } from '../spelling';
import { type Judge, missingOptions, readArguments } from './arguments';
import { countProblem, takesAnything } from './counts';
import type { CommandLine } from './document';
import { type CommandFacts, commands } from './facts';
import { current, howMany, spanInWords } from './releases';
import { accountRules } from './rules/accounts';
import { diskRules } from './rules/disks';
import { realmProblem } from './rules/realm';
import { systemRules } from './rules/system';
import { Use } from './rules/use';
import { volumeRules } from './rules/volumes';
import type { Word } from './words';

const rules = { ...diskRules, ...volumeRules, ...systemRules, ...accountRules };

export interface JudgedCommand {
  /** What the command was given; null where it could not be read. */
  use: Use | null;
  findings: Finding[];
}

export function judgeCommand(given: { line: CommandLine; judge: Judge }): JudgedCommand {
  const { line, judge } = given;
  const findings: Finding[] = [];
  const say = (severity: Severity, rule: string, message: string, at: Place) =>
    findings.push(finding({ severity, rule: `kickstart/${rule}`, message, at }));
  const [word, ...rest] = line.words;
  if (line.problem) {
    const { message, column } = line.problem;
    const endColumn = line.line.text.length + 1;
    say('error', 'quotes', message, { line: line.line.number, column, endColumn });
    return { use: null, findings };
  }
  if (!word || isUnknown(word.text)) return { use: null, findings };
  if (line.cutAt !== null) {
    const at = { line: word.line, column: line.cutAt, endColumn: line.line.text.length + 1 };
    say(
      'warning',
      'comment-in-word',
      'From this # on all is a comment, even inside a word. Put the word in quotes.',
      at,
    );
  }
  const facts = commands.get(word.text);
  if (!facts) {
    say('error', 'unknown-command', unknownCommand(word.text), word);
    return { use: null, findings };
  }
  if (howMany(facts.in, judge.targets) === 'none') {
    const message = `${word.text} is known only to ${spanInWords(facts.in)}.`;
    say('error', 'command-release', message, word);
    return { use: null, findings };
  }
  sayAge({ facts, word, judge, say });
  if (word.text === 'realm') {
    const problem = realmProblem(rest);
    if (problem) say('error', 'arguments', problem, word);
  }
  const ignored = howMany(facts.deprecated, judge.targets) === 'all';
  if (takesAnything(word.text) || ignored) {
    const none = { options: new Map(), positionals: rest, unsure: true };
    return { use: new Use(facts.name, word, none, judge), findings };
  }
  const read = readArguments({ name: word.text, words: rest, options: facts.options, judge });
  findings.push(...read.findings);
  const use = new Use(facts.name, word, read.given, judge);
  for (const option of missingOptions({ given: read.given, options: facts.options, judge })) {
    say('error', 'option-missing', `${word.text} needs ${option}=….`, word);
  }
  const count = countProblem({ name: facts.name, given: read.given, judge });
  if (count) {
    const at = count.index === null ? word : (read.given.positionals[count.index] ?? word);
    say('error', 'arguments', count.message, at);
  }
  for (const rule of rules[facts.name] ?? []) {
    const problems = rule(use) ?? [];
    for (const one of Array.isArray(problems) ? problems : [problems]) {
      say(one.severity, one.rule, one.message, one.at ?? word);
    }
  }
  return { use, findings };
}

function unknownCommand(word: string): string {
  if (word.startsWith('\uFEFF')) {
    return 'The text begins with a byte order mark, which the installer takes for a part of the command.';
  }
  const begins = word.startsWith('-') ? ' A command cannot go on in the next line.' : '';
  return `There is no command "${word}"${didYouMean(word, commands.keys())}${begins}`;
}

function sayAge(given: {
  facts: CommandFacts;
  word: Word;
  judge: Judge;
  say: (severity: Severity, rule: string, message: string, at: Place) => void;
}): void {
  const { facts, word, judge, say } = given;
  const deprecated = facts.deprecated;
  if (judge.stated) {
    if (howMany(deprecated, judge.targets) === 'all') {
      say('warning', 'command-deprecated', `${word.text} has no effect any more.`, word);
    }
    return;
  }
  const known = howMany(facts.in, current);
  if (known === 'none') {
    const message = `No current release knows ${word.text}; it was in ${spanInWords(facts.in)}.`;
    say('warning', 'command-release', message, word);
  } else if (known === 'some') {
    say('info', 'command-release', `${word.text} is known to ${spanInWords(facts.in)}.`, word);
  }
  if (known !== 'none' && deprecated) {
    const message = `${word.text} has no effect in ${spanInWords(deprecated)}.`;
    say('info', 'command-deprecated', message, word);
  }
}
