/** Splits a line into words as the installer does (Python's shlex, POSIX rules, comments). */

export interface Word {
  /** Without its quotes. */
  text: string;
  line: number;
  column: number;
  endColumn: number;
}

export interface Words {
  words: Word[];
  /** A quote that is never closed, or a backslash at the end. */
  problem: { message: string; column: number } | null;
  /** Column of a `#` inside a word: the installer drops it and all behind it. */
  cutAt: number | null;
}

const escapable = '"\\';

export function splitWords(given: { text: string; line: number }): Words {
  const { text, line } = given;
  const words: Word[] = [];
  let word: string | null = null;
  let start = 0;
  let quote: string | null = null;
  let quoteAt = 0;
  let cutAt: number | null = null;
  let at = 0;
  const end = () => {
    if (word !== null) words.push({ text: word, line, column: start + 1, endColumn: at + 1 });
    word = null;
  };
  for (; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (quote === null && /[ \t]/.test(letter)) {
      end();
      continue;
    }
    if (quote === null && letter === '#') {
      if (word !== null) cutAt = at + 1;
      break;
    }
    if (word === null) {
      word = '';
      start = at;
    }
    if (quote !== null && letter === quote) {
      quote = null;
    } else if (quote === null && (letter === '"' || letter === "'")) {
      quote = letter;
      quoteAt = at;
    } else if (letter === '\\' && quote !== "'") {
      const next = text[at + 1];
      if (next === undefined) {
        const message = 'A backslash ends the line. A command cannot go on in the next line.';
        return { words, problem: { message, column: at + 1 }, cutAt };
      }
      word += quote === '"' && !escapable.includes(next) ? `\\${next}` : next;
      at += 1;
    } else {
      word += letter;
    }
  }
  if (quote !== null) {
    const message = `This ${quote} is never closed in its line.`;
    return { words, problem: { message, column: quoteAt + 1 }, cutAt };
  }
  end();
  return { words, problem: null, cutAt };
}
