/**
 * A script as iPXE takes it apart (`script.c` and `exec.c` upstream):
 *
 * - A line ends at LF; one CR before it is dropped. A line ending in `\` goes
 *   on with the next one, comments too.
 * - A line may begin with `:label`; the rest of it is a command line.
 * - Words are parted by white space. There are no quotes.
 * - A word that is exactly `||`, `&&` or `;` joins two commands, and one that
 *   begins with `#` ends the line. Both are looked for before settings are put
 *   in, so that a value never ends a command; a word stays one argument,
 *   whatever its settings hold.
 */

/** A place in the text: line and column count from 1. */
export interface Place {
  line: number;
  column: number;
  endColumn: number;
}

export interface Word {
  text: string;
  place: Place;
}

export type Joiner = '||' | '&&' | ';';

export interface Command {
  name: Word;
  args: Word[];
}

/** Part of a line up to a joiner; without a command it does nothing, and succeeds. */
export interface Step {
  command: Command | null;
  /** What stands behind it, null at the line's end. */
  joiner: Joiner | null;
}

export interface Line {
  /** Where the line begins; several lines in the text when it is continued. */
  number: number;
  /** The label without its colon. */
  label: Word | null;
  steps: Step[];
  /** The comment at its end, with its `#`. */
  comment: Word | null;
  /** Characters, all continued parts together. */
  length: number;
  /** True when it goes on over a line's end. */
  continued: boolean;
}

/** One line of the text inside a line of the script. */
interface Part {
  number: number;
  text: string;
  /** Where it begins in the whole line. */
  offset: number;
}

/** What C calls white space. */
const _space = /[ \t\n\v\f\r]/;
const notSpaces = /[^ \t\n\v\f\r]+/g;

/** All lines of a script, empty ones and comments included. */
export function parseScript(text: string): Line[] {
  const lines: Line[] = [];
  let parts: Part[] = [];
  const rows = text.split('\n');
  for (const [index, row] of rows.entries()) {
    const last = index === rows.length - 1;
    // iPXE stops behind the last LF.
    if (last && row === '') break;
    const bare = row.endsWith('\r') ? row.slice(0, -1) : row;
    const goesOn = bare.endsWith('\\');
    const previous = parts.at(-1);
    parts.push({
      number: index + 1,
      text: goesOn ? bare.slice(0, -1) : bare,
      offset: previous ? previous.offset + previous.text.length : 0,
    });
    // A line that would go on behind the end of the text is never run.
    if (goesOn) continue;
    lines.push(parseLine(parts));
    parts = [];
  }
  return lines;
}

function parseLine(parts: Part[]): Line {
  const whole = parts.map((part) => part.text).join('');
  const words = wordsOf(whole, parts);
  const line: Line = {
    number: parts[0]?.number ?? 1,
    label: null,
    steps: [],
    comment: null,
    length: whole.length,
    continued: parts.length > 1,
  };
  const first = words[0];
  if (first?.text.startsWith(':')) {
    line.label = { text: first.text.slice(1), place: first.place };
    words.shift();
  }
  const comment = words.findIndex((word) => word.text.startsWith('#'));
  if (comment >= 0) {
    const start = startOf(whole, comment + (line.label ? 1 : 0));
    const text = whole.slice(start);
    line.comment = { text, place: placeOf({ start, length: text.length, parts }) };
    words.splice(comment);
  }
  line.steps = stepsOf(words);
  return line;
}

/** Where a line's word begins, by its number. */
function startOf(whole: string, number: number): number {
  return [...whole.matchAll(notSpaces)][number]?.index ?? whole.length;
}

function wordsOf(whole: string, parts: Part[]): Word[] {
  return [...whole.matchAll(notSpaces)].map((match) => ({
    text: match[0],
    place: placeOf({ start: match.index, length: match[0].length, parts }),
  }));
}

/** Where a stretch of a line stands; one that goes over a line's end is cut there. */
function placeOf({
  start,
  length,
  parts,
}: {
  start: number;
  length: number;
  parts: Part[];
}): Place {
  const part = parts.findLast((one) => one.offset <= start) ?? parts[0];
  if (!part) return { line: 1, column: 1, endColumn: 1 };
  const column = start - part.offset + 1;
  return {
    line: part.number,
    column,
    endColumn: Math.min(column + length, part.text.length + 1),
  };
}

function stepsOf(words: Word[]): Step[] {
  const steps: Step[] = [];
  let held: Word[] = [];
  const close = (joiner: Joiner | null) => {
    const [name, ...args] = held;
    steps.push({ command: name ? { name, args } : null, joiner });
    held = [];
  };
  for (const word of words) {
    if (word.text === '||' || word.text === '&&' || word.text === ';') close(word.text);
    else held.push(word);
  }
  if (held.length > 0 || steps.length > 0) close(null);
  return steps;
}

/** All commands of a line, from left to right. */
export function commandsOf(line: Line): Command[] {
  return line.steps.flatMap((step) => (step.command ? [step.command] : []));
}

/** Whether a line has anything to run or to jump to. */
export function isBlank(line: Line): boolean {
  return line.label === null && line.steps.length === 0;
}
