/**
 * Reads the commands that make prints. They are run again by argv, without a
 * shell, so only what needs no shell is understood: words, quotes, and one
 * redirection of the output. All else is given back as not understood.
 */

export interface Command {
  args: string[];
  /** The file that the output goes to. */
  output: string | null;
}

/** Lines with those that a backslash continues joined to one. */
export function joinedLines(text: string): string[] {
  return text.replace(/\\\n\s*/g, ' ').split('\n');
}

/** A command's words; null where it needs a shell (pipes, lists, substitutions, patterns). */
export function parseCommand(line: string): Command | null {
  const words: string[] = [];
  let output: string | null = null;
  let redirect = false;
  let word: string | null = null;
  const end = () => {
    if (word === null) return true;
    if (redirect) {
      if (output !== null) return false;
      output = word;
      redirect = false;
    } else {
      words.push(word);
    }
    word = null;
    return true;
  };
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] as string;
    if (sign === ' ' || sign === '\t') {
      if (!end()) return null;
    } else if (sign === "'") {
      const close = line.indexOf("'", at + 1);
      if (close < 0) return null;
      word = (word ?? '') + line.slice(at + 1, close);
      at = close;
    } else if (sign === '"') {
      const quoted = doubleQuoted(line, at + 1);
      if (!quoted) return null;
      word = (word ?? '') + quoted.text;
      at = quoted.close;
    } else if (sign === '\\') {
      at += 1;
      if (at >= line.length) return null;
      word = (word ?? '') + line[at];
    } else if (sign === '>') {
      if (!end() || redirect || line[at + 1] === '>' || line[at + 1] === '&') return null;
      redirect = true;
    } else if (/[|&;<()$`*?[\]{}!~#]/.test(sign) && !harmless(sign, word)) {
      return null;
    } else {
      word = (word ?? '') + sign;
    }
  }
  if (!end() || redirect) return null;
  return { args: words, output };
}

/** Signs that mean something to a shell at the beginning of a word only. */
function harmless(sign: string, word: string | null): boolean {
  return word !== null && /[!~#{}]/.test(sign);
}

function doubleQuoted(line: string, from: number): { text: string; close: number } | null {
  let text = '';
  for (let at = from; at < line.length; at += 1) {
    const sign = line[at] as string;
    if (sign === '"') return { text, close: at };
    if (sign === '$' || sign === '`') return null;
    if (sign === '\\' && /["\\$`]/.test(line[at + 1] ?? '')) {
      at += 1;
      text += line[at];
    } else {
      text += sign;
    }
  }
  return null;
}
