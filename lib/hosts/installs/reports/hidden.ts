/**
 * Takes secrets out of what a machine tells. A script that prints its
 * commands, or an installer that quotes its answer file in a log, sends back
 * what it was given; none of that may be kept. Pure.
 */
import { mask } from '@/lib/scripts/template/literal';
import type { AgentEvent } from './schema';

/** Fields of reports that hold whatever a script or an installer wrote. */
const freeTexts = ['title', 'name', 'installer', 'interpreter', 'message', 'reason', 'output'];

/** Shorter values are only hidden as words of their own: each "a" of a log is not the secret "a". */
const shortValue = 4;
/** Lines of a value, such as a key's, that are secrets by themselves. Shorter ones are `}` or `yes`. */
const longLine = 8;

/** What `crypt` makes of a password (crypt(5), SHA-512): not the secret, but something to guess it by. */
const crypted = /\$6\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}/g;

/** True for reports that have any text in which a secret could be. */
export function hasFreeText(event: AgentEvent): boolean {
  return freeTexts.some((field) => field in event);
}

/** The report with dots where values of secrets were. `values` null: they are not known, so no text is kept. */
export function withoutSecrets(given: { event: AgentEvent; values: string[] | null }): AgentEvent {
  const { event, values } = given;
  const hide = values === null ? () => unknownValues : hider(values);
  const hidden = Object.entries(event).map(([field, told]) => [
    field,
    freeTexts.includes(field) && typeof told === 'string' && told !== '' ? hide(told) : told,
  ]);
  return Object.fromEntries(hidden);
}

const unknownValues =
  '(Left out: it may hold a secret, and the secrets of this install could not be opened.)';

function hider(values: string[]): (text: string) => string {
  const all = [...new Set(values.flatMap((value) => [value, ...linesOf(value)]))]
    // A value within another one must not leave the rest of it.
    .sort((one, other) => other.length - one.length);
  return (text) => {
    let hidden = all.reduce(withoutBeginning, text);
    for (const value of all) {
      if (value.length >= shortValue) hidden = hidden.replaceAll(value, mask);
      else hidden = hidden.replace(asWord(value), mask);
    }
    return hidden.replace(crypted, mask);
  };
}

function linesOf(value: string): string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  return lines.length === 1 ? [] : lines.filter((line) => line.length >= longLine);
}

/** Of a long output only the end is kept, and the cut may have gone through a value. */
function withoutBeginning(text: string, value: string): string {
  for (let length = value.length - 1; length >= shortValue; length -= 1) {
    if (text.startsWith(value.slice(-length))) return mask + text.slice(length);
  }
  return text;
}

function asWord(value: string): RegExp {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w])${literal}(?![\\w])`, 'g');
}
