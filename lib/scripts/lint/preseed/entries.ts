/** A preseed file's entries: `owner question type value`, going on behind a backslash. */
import { type Line, linesOf, type Place } from '../place';

export interface Part {
  text: string;
  at: Place;
}

export interface Entry {
  owner: Part;
  question: Part | null;
  type: Part | null;
  /** Without its line breaks. */
  value: string;
  /** The first line's whole. */
  at: Place;
  /** The last line ends by a backslash, and nothing follows. */
  openEnd: Place | null;
  /** A line that went on into a comment or a blank one. */
  brokenBy: Line | null;
}

/** Debconf's own reader: blank lines and those that begin with `#` are left out, a backslash joins. */
export function readEntries(text: string): Entry[] {
  const lines = linesOf(text);
  const entries: Entry[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || /^\s*(#|$)/.test(line.text)) continue;
    const first = line;
    let joined = line.text;
    let brokenBy: Line | null = null;
    let openEnd: Place | null = null;
    let last = line;
    while (joined.endsWith('\\')) {
      const next = lines[index + 1];
      if (!next) {
        const end = last.text.length;
        openEnd = { line: last.number, column: end, endColumn: end + 1 };
        break;
      }
      index += 1;
      last = next;
      if (/^\s*#/.test(next.text)) brokenBy ??= next;
      joined = `${joined.slice(0, -1)}${next.text}`;
    }
    entries.push({ ...readParts({ line: first, joined }), openEnd, brokenBy });
  }
  return entries;
}

function readParts(given: { line: Line; joined: string }): Omit<Entry, 'openEnd' | 'brokenBy'> {
  const { line, joined } = given;
  const parts: Part[] = [];
  let at = 0;
  for (let count = 0; count < 3; count += 1) {
    const found = /^(\s*)(\S+)/.exec(joined.slice(at));
    if (!found) break;
    const start = at + (found[1]?.length ?? 0);
    const word = found[2] ?? '';
    at = start + word.length;
    const column = Math.min(start, line.text.length) + 1;
    const endColumn = Math.min(at, line.text.length) + 1;
    parts.push({ text: word, at: { line: line.number, column, endColumn } });
  }
  const [owner, question = null, type = null] = parts;
  const start = line.text.length - line.text.trimStart().length;
  const whole = { line: line.number, column: start + 1, endColumn: line.text.trimEnd().length + 1 };
  return {
    owner: owner ?? { text: '', at: whole },
    question,
    type,
    // One space or tab parts the type from the value; all behind it belongs to the value.
    value: joined.slice(at).replace(/^[ \t]/, ''),
    at: whole,
  };
}
