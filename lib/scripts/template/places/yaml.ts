/** Values in YAML: whole values with their quotes, or within quotes; the middle of a plain value takes plain words. */
import {
  inJsonQuotes,
  isPlainWord,
  literal,
  plainOnly,
  Refusal,
  scalarText,
  type Value,
} from '../literal';
import type { Target } from '../schema';
import { type Place, unfit } from './place';
import { YamlReader } from './yaml-reader';

export class YamlPlace implements Place {
  readonly #reader = new YamlReader();

  text(part: string): void {
    for (const one of part) this.#reader.step(one);
  }

  put(value: Value, after: string): string {
    const { mode, escaped } = this.#reader;
    if (mode === 'fresh' && this.#isWhole(after)) return literal('yaml', value);
    const text = scalarText(value);
    if (mode === 'comment') return text;
    if (mode === 'block') {
      return plainOnly(text, 'in a block of text: say of which language, as in | shell, or | raw');
    }
    if (mode === 'single') {
      if (/[\uFEFF\uFFFE\uFFFF]/.test(text)) throw new Refusal('holds what YAML cannot');
      return text.replaceAll("'", "''");
    }
    if (mode === 'double') {
      if (escaped) throw new Refusal('stands behind a backslash');
      return inJsonQuotes(text);
    }
    const word = mode === 'plain' ? isPlainWord(text) : /^[A-Za-z0-9/]/.test(text);
    if (word && isPlainWord(text) && this.#isPlainPart(text)) return text;
    throw new Refusal('is part of a longer value: put double quotes around the whole of it');
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    const { mode, line } = this.#reader;
    if (mode === 'block') {
      const first = line.trim() === '' && /^\s/.test(text);
      return first ? 'begins with a space, where spaces have a meaning' : null;
    }
    if (mode === 'fresh' && this.#isWhole(after)) {
      const own = filter === 'yaml' || filter === 'json';
      return own ? null : `${unfit(filter)}: add | yaml, or use a block of text`;
    }
    if (mode === 'plain') {
      return this.#isPlainPart(text) ? null : `${unfit(filter)}: use a block of text`;
    }
    try {
      return this.put(text, after) === text ? null : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** Nothing but the end of the value follows. */
  #isWhole(after: string): boolean {
    if (/^\s*(\s#|$)/.test(after) || /^\s*:(\s|$)/.test(after)) return true;
    return this.#reader.flow > 0 && /^\s*[,\]}]/.test(after);
  }

  /** Within a plain scalar these characters would be no more than that. */
  #isPlainPart(text: string): boolean {
    if (/(^|\s)#|:(\s|$)|^\s|\s$/.test(text)) return false;
    return this.#reader.flow === 0 || !/[,[\]{}]/.test(text);
  }
}
