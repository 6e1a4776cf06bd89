/** Values in Python and JavaScript: literals in code, and escaped within strings. */
import { inProgramQuotes, literal, plainOnly, Refusal, scalarText, type Value } from '../literal';
import type { Target } from '../schema';
import { type Place, unfit } from './place';
import { ProgramReader } from './program-reader';

/** What comment marks cannot be made of. */
const commentText = /^[\w .,:@%+=-]*$/;

export class ProgramPlace implements Place {
  readonly #language: 'python' | 'javascript';
  readonly #reader: ProgramReader;

  constructor(language: 'python' | 'javascript') {
    this.#language = language;
    this.#reader = new ProgramReader(language);
  }

  text(part: string): void {
    for (const one of part) this.#reader.step(one);
  }

  put(value: Value): string {
    const { top, escaped, pending, previous, undecided } = this.#reader;
    if (top.kind === 'line-comment') return scalarText(value);
    if (top.kind === 'block-comment') {
      const text = scalarText(value);
      if (commentText.test(text)) return text;
      throw new Refusal('could end the comment that it stands in');
    }
    if (top.kind === 'regex') return plainOnly(scalarText(value), 'in a regular expression');
    if (undecided) throw new Refusal('stands right behind an empty string');
    if (escaped || pending) throw new Refusal('stands behind a backslash or a slash');
    if (top.kind !== 'string') {
      if (/[\w$]/.test(previous))
        throw new Refusal('stands right behind a word, outside of quotes');
      return literal(this.#language, value);
    }
    const text = scalarText(value);
    if (top.braces > 0) throw new Refusal('stands within the braces of a string');
    const put = inProgramQuotes(text);
    const bytes = top.prefix.includes('b') && /[^ -~]/.test(text);
    if (bytes || (top.prefix.includes('r') && put !== text)) {
      throw new Refusal(
        `holds characters that a string with the prefix ${top.prefix} cannot escape`,
      );
    }
    return put;
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter } = given;
    const { top } = this.#reader;
    const own = filter === this.#language || (filter === 'json' && this.#language === 'javascript');
    try {
      if (top.kind !== 'code') return this.put(text) === text ? null : unfit(filter);
      this.put(0);
      return own ? null : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }
}
