/** Values in scripts of sh and its relatives: by what is open at that place. */
import {
  inSingleQuotes,
  isPlainWord,
  literal,
  plainOnly,
  Refusal,
  scalarText,
  type Value,
} from '../literal';
import type { Target } from '../schema';
import { alreadyQuoted, type Place, unfit } from './place';
import { ShellReader } from './shell-reader';

export class ShellPlace implements Place {
  readonly #reader = new ShellReader();

  text(part: string): void {
    for (const one of part) this.#reader.step(one);
  }

  put(value: Value, after: string): string {
    const text = scalarText(value);
    const reader = this.#reader;
    const { top } = reader;
    if (reader.lost) return plainOnly(text, `behind ${reader.lost}: set a variable with it first`);
    if (top.kind === 'comment') return text;
    if (top.kind === 'single') return inSingleQuotes(text);
    if (top.kind === 'heredoc' && top.quoted) return this.#heredocLine(text, text);
    if (reader.escaped) return plainOnly(text, 'behind a backslash');
    if (reader.delimiter) throw new Refusal('stands in the word that ends a here-document');
    if (top.kind === 'ansi') return text.replace(/[\\']/g, '\\$&');
    if (reader.previous === '$' && !/^[A-Za-z_]\w*$/.test(text)) {
      throw new Refusal('stands right behind a dollar sign');
    }
    if (reader.inBackquotes) return plainOnly(text, 'within backquotes: write $(…) for them');
    switch (top.kind) {
      case 'double':
        return text.replace(/[\\"$`]/g, '\\$&');
      case 'heredoc':
        return this.#heredocLine(text, text.replace(/[\\$`]/g, '\\$&'));
      case 'brace':
        return plainOnly(text, 'within ${…}');
      case 'arithmetic':
        if (/^\d+$/.test(text)) return text;
        throw new Refusal('is no number, and stands in an arithmetic expression');
      case 'plain':
        // A number right before < or > would name a file descriptor.
        return /^\d+$/.test(text) && /^[<>]/.test(after) ? `'${text}'` : literal('shell', text);
    }
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    const { top, lost, escaped, delimiter, previous, inBackquotes } = this.#reader;
    const own = filter === 'shell' || filter === 'kickstart';
    const open = top.kind === 'plain' && !lost && !escaped && !delimiter && !inBackquotes;
    if (own && open && previous !== '$') return null;
    if (own && !isPlainWord(text)) return alreadyQuoted(filter);
    try {
      return this.put(text, after) === text ? null : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** A value must not make the line that ends a here-document. */
  #heredocLine(text: string, put: string): string {
    const { top } = this.#reader;
    if (top.kind !== 'heredoc' || text === '') return put;
    const line = top.dash ? top.line.replace(/^\t+/, '') : top.line;
    const begun = line + text;
    if (top.end.startsWith(begun)) {
      throw new Refusal(`could end the here-document, which ends at ${top.end}`);
    }
    // dash loses the first byte of such a character behind a part of the end (0.5.12).
    const differs = [...begun].findIndex((one, at) => one !== top.end[at]);
    if (differs > 0 && /[^ -~]/.test([...begun][differs] ?? '')) {
      throw new Refusal(`begins like the end of the here-document, ${top.end}`);
    }
    return put;
  }
}
