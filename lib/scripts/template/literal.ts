/**
 * A value as one complete word or literal of a target, with its own quotes
 * where it needs them. What cannot be put safely is refused, never mended: a
 * mended value would be another value.
 */
import { ipxeProblem } from './ipxe-value';
import type { Target } from './schema';

/** Why a value cannot stand where a template puts it; goes on after the variable's name. */
export class Refusal extends Error {}

/** What a template can put: null and undefined were refused before. */
export type Value = string | number | boolean | Value[] | { [key: string]: Value };

/** Characters that mean nothing in any target, alone or together. */
const plainWord = /^[A-Za-z0-9_@%+:,./-]+$/;

/** Stands for a secret where a person looks. */
export const mask = '••••••';

/** True for a word that is itself in every language, quoted or not; a mask counts, whatever it hides. */
export function isPlainWord(text: string): boolean {
  return plainWord.test(text) || text === mask;
}

/** Why no target can take a text, or null. */
function characterProblem(text: string): string | null {
  if (/[\n\r\u2028\u2029\u0085]/.test(text)) return 'holds a line break';
  if (/\p{Cc}/u.test(text)) return 'holds a control character';
  if (!text.isWellFormed()) return 'holds half of a surrogate pair, which has no form in UTF-8';
  return null;
}

/** Throws a Refusal for a value that holds control characters, at whatever depth. */
export function demandCleanValue(value: unknown): asserts value is Value {
  if (typeof value === 'string') {
    const problem = characterProblem(value);
    if (problem) throw new Refusal(problem);
    return;
  }
  if (typeof value === 'boolean') return;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Refusal('is not a finite number');
    return;
  }
  if (Array.isArray(value)) return value.forEach(demandCleanValue);
  if (value === null || typeof value !== 'object') throw new Refusal('is no value');
  for (const [key, one] of Object.entries(value)) {
    demandCleanValue(key);
    demandCleanValue(one);
  }
}

/** The text of a scalar. Throws a Refusal for a list or an object. */
export function scalarText(value: Value): string {
  if (typeof value !== 'object') return String(value);
  const what = Array.isArray(value) ? 'is a list' : 'is a set of names and values';
  throw new Refusal(`${what}: go through it with {% for %}`);
}

/** A text within a pair of single quotes of a shell. */
export function inSingleQuotes(text: string): string {
  return text.replaceAll("'", "'\\''");
}

function shellWord(text: string): string {
  return isPlainWord(text) ? text : `'${inSingleQuotes(text)}'`;
}

/** Needs no escape within a literal, and can do no harm outside one. */
const harmless = /[^A-Za-z0-9_ :/.,@?&%+~\-\u0080-\u{10FFFF}]/gu;

/** What is between the quotes of a Python or JavaScript string. Outside of quotes it would be a syntax error. */
export function inProgramQuotes(text: string): string {
  return text.replace(harmless, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function programLiteral(value: Value, words: { yes: string; no: string }): string {
  if (typeof value === 'string') return `"${inProgramQuotes(value)}"`;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (Array.isArray(value)) return `[${value.map((one) => programLiteral(one, words)).join(', ')}]`;
  const pairs = Object.entries(value).map(
    ([key, one]) => `${programLiteral(key, words)}: ${programLiteral(one, words)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/** What is between the double quotes of a JSON or YAML string. */
export function inJsonQuotes(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\uFEFF\uFFFE\uFFFF]/g, unicodeEscape);
}

function unicodeEscape(one: string): string {
  return `\\u${one.charCodeAt(0).toString(16)}`;
}

function jsonLiteral(value: Value): string {
  return JSON.stringify(value).replace(/[\uFEFF\uFFFE\uFFFF]/g, unicodeEscape);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text of an element or an attribute. */
export function xmlText(text: string): string {
  if (/[\uFFFE\uFFFF]/.test(text)) throw new Refusal('holds a character that XML cannot');
  return text.replace(/[&<>"']/g, (one) => entities[one] ?? one);
}

function cmdlineWord(text: string): string {
  if (/["\\]/.test(text)) {
    throw new Refusal('holds a quote or a backslash, which a kernel command line cannot');
  }
  return /[\s']/.test(text) || text === '' ? `"${text}"` : text;
}

/** The rest of a preseed line. */
export function preseedValue(text: string): string {
  if (text.endsWith('\\'))
    throw new Refusal('ends with a backslash, which joins lines in a preseed');
  if (text.trim() !== text) {
    throw new Refusal('begins or ends with a space, which the installer would drop');
  }
  return text;
}

/** An iPXE value. Throws a Refusal where iPXE could take it for more. */
export function ipxeText(text: string): string {
  const problem = ipxeProblem(text);
  if (problem) throw new Refusal(problem.replace(/^it /, ''));
  return text;
}

/** A word that needs no escaping, for places that have none. */
export function plainOnly(text: string, where: string): string {
  if (isPlainWord(text)) return text;
  throw new Refusal(`holds more than letters, digits and _ @ % + : , . / -, and stands ${where}`);
}

/** The value as a whole word or literal. Throws a Refusal where there is none. */
export function literal(target: Target, value: Value): string {
  switch (target) {
    case 'python':
      return programLiteral(value, { yes: 'True', no: 'False' });
    case 'javascript':
      return programLiteral(value, { yes: 'true', no: 'false' });
    case 'yaml':
    case 'json':
      return jsonLiteral(value);
    default:
      return textLiteral(target, scalarText(value));
  }
}

function textLiteral(
  target: Exclude<Target, 'python' | 'javascript' | 'yaml' | 'json'>,
  text: string,
): string {
  switch (target) {
    case 'shell':
    case 'kickstart':
      return shellWord(text);
    case 'xml':
      return xmlText(text);
    case 'cmdline':
      return cmdlineWord(text);
    case 'preseed':
      return preseedValue(text);
    case 'ipxe':
      return ipxeText(text);
    case 'other':
      return plainOnly(text, 'in a language that we cannot escape for');
  }
}
