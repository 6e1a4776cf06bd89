/** Values in JSON: whole values, or within strings. */
import { inJsonQuotes, literal, Refusal, scalarText, type Value } from '../literal';
import type { Target } from '../schema';
import { type Place, unfit } from './place';

export class JsonPlace implements Place {
  #inString = false;
  #escaped = false;

  text(part: string): void {
    for (const one of part) {
      if (this.#escaped) this.#escaped = false;
      else if (one === '\\' && this.#inString) this.#escaped = true;
      else if (one === '"' || (one === '\n' && this.#inString)) this.#inString = !this.#inString;
    }
  }

  put(value: Value): string {
    if (this.#escaped) throw new Refusal('stands behind a backslash');
    return this.#inString ? inJsonQuotes(scalarText(value)) : literal('json', value);
  }

  refuses(given: { text: string; filter: Target }): string | null {
    const { text, filter } = given;
    const fits = this.#inString ? inJsonQuotes(text) === text : filter === 'json';
    return fits && !this.#escaped ? null : unfit(filter);
  }
}
