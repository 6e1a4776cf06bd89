/**
 * A command's words as iPXE's `getopt_long` and `reparse_options` read them:
 * options come before all other arguments, a value that begins with `-` is no
 * value, `--` ends the options, and long names cannot be shortened.
 */
import type { CommandSpec, Option, ValueKind } from './command';
import type { Word } from './parse';
import { isDynamic, outputMark } from './template';

export type ArgumentProblem =
  | { type: 'unknown-option'; word: Word; option: string }
  | { type: 'value-missing'; word: Word; option: Option }
  | { type: 'value-unwanted'; word: Word; option: Option }
  | { type: 'not-a-value'; word: Word; kind: ValueKind }
  | { type: 'too-few'; given: number }
  | { type: 'too-many'; given: number; word: Word };

export interface ReadArguments {
  options: { option: Option; word: Word; value: Word | null }[];
  /** What is left behind the options. */
  operands: Word[];
  problem: ArgumentProblem | null;
  /** `--help`: the command prints its usage and fails. */
  help: boolean;
}

/** Reads the words behind a command's name; stops at the first problem, as iPXE does. */
export function readArguments(spec: CommandSpec, words: Word[]): ReadArguments {
  const read: ReadArguments = { options: [], operands: [], problem: null, help: false };
  let rest = words;
  for (;;) {
    const word = rest[0];
    if (!word?.text.startsWith('-')) break;
    rest = rest.slice(1);
    if (word.text === '--') break;
    const step = word.text.startsWith('--')
      ? longOption({ spec, word, next: rest[0] })
      : shortOptions({ spec, word, next: rest[0] });
    if (step === 'help') return { ...read, help: true };
    // What it will be is not known, so nothing behind it is either.
    if (step === 'unknown') return read;
    if ('type' in step) return { ...read, problem: step };
    read.options.push(...step.options);
    if (step.tookNext) rest = rest.slice(1);
    const wrong = step.options.map(wrongValue).find((problem) => problem !== null);
    if (wrong) return { ...read, problem: wrong };
  }
  read.operands = rest;
  read.problem = countProblem(spec, rest) ?? operandProblem(spec, rest);
  return read;
}

type Step = { options: ReadArguments['options']; tookNext: boolean };
type StepResult = Step | ArgumentProblem | 'help' | 'unknown';

interface StepInput {
  spec: CommandSpec;
  word: Word;
  next: Word | undefined;
}

function longOption({ spec, word, next }: StepInput): StepResult {
  const body = word.text.slice(2);
  const equals = body.indexOf('=');
  const name = equals < 0 ? body : body.slice(0, equals);
  if (isDynamic(name)) return 'unknown';
  const option = spec.options.find((one) => one.name === name);
  if (!option) {
    return name === 'help' ? 'help' : { type: 'unknown-option', word, option: `--${name}` };
  }
  if (option.value === null) {
    if (equals >= 0) return { type: 'value-unwanted', word, option };
    return { options: [{ option, word, value: null }], tookNext: false };
  }
  if (equals >= 0) {
    const place = { ...word.place, column: word.place.column + equals + 3 };
    const given = { text: body.slice(equals + 1), place };
    return { options: [{ option, word, value: given }], tookNext: false };
  }
  if (!next || next.text.startsWith('-')) return { type: 'value-missing', word, option };
  return { options: [{ option, word, value: next }], tookNext: true };
}

function shortOptions({ spec, word, next }: StepInput): StepResult {
  const options: ReadArguments['options'] = [];
  const letters = word.text.slice(1);
  if (letters === '') return { type: 'unknown-option', word, option: '-' };
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? '';
    if (letter === '$' || letter === outputMark) return 'unknown';
    const option = spec.options.find((one) => one.short === letter);
    if (!option) {
      return letter === 'h' ? 'help' : { type: 'unknown-option', word, option: `-${letter}` };
    }
    if (option.value === null) {
      options.push({ option, word, value: null });
      continue;
    }
    const inline = letters.slice(index + 1);
    if (inline) {
      const place = { ...word.place, column: word.place.column + index + 2 };
      return {
        options: [...options, { option, word, value: { text: inline, place } }],
        tookNext: false,
      };
    }
    if (!next || next.text.startsWith('-')) return { type: 'value-missing', word, option };
    return { options: [...options, { option, word, value: next }], tookNext: true };
  }
  return { options, tookNext: false };
}

function wrongValue({ option, value }: ReadArguments['options'][number]): ArgumentProblem | null {
  if (!value || option.value === null) return null;
  return isValue(value.text, option.value)
    ? null
    : { type: 'not-a-value', word: value, kind: option.value };
}

function countProblem(spec: CommandSpec, operands: Word[]): ArgumentProblem | null {
  // An output may turn out to be none or many words.
  if (operands.some((word) => word.text.includes(outputMark))) return null;
  const given = operands.length;
  if (given < spec.min) return { type: 'too-few', given };
  const extra = operands[spec.max];
  return extra ? { type: 'too-many', given, word: extra } : null;
}

function operandProblem(spec: CommandSpec, operands: Word[]): ArgumentProblem | null {
  for (const [index, word] of operands.entries()) {
    const kind = spec.kinds[Math.min(index, spec.kinds.length - 1)];
    if (kind && !isValue(word.text, kind)) return { type: 'not-a-value', word, kind };
  }
  return null;
}

/** As iPXE's `strtoul` with base 0 takes it. */
const integer = /^[-+]?(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i;
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Whether a word can be such a value; what is known only later can. */
export function isValue(text: string, kind: ValueKind): boolean {
  if (isDynamic(text)) return true;
  switch (kind) {
    case 'integer':
    case 'timeout':
      return integer.test(text);
    case 'key':
      return text.length === 1 || integer.test(text);
    case 'uuid':
      return uuid.test(text);
    default:
      return true;
  }
}
