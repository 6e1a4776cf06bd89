/** Values in XML: text and attributes are escaped, everything else takes plain words. */
import { plainOnly, Refusal, scalarText, type Value, xmlText } from '../literal';
import type { Target } from '../schema';
import { type Place, unfit } from './place';

type State = 'text' | 'tag' | 'double' | 'single' | 'comment' | 'cdata' | 'instruction';

/** What opens at `<`, longest first, and what closes it. */
const openings: [string, State][] = [
  ['<![CDATA[', 'cdata'],
  ['<!--', 'comment'],
  ['<?', 'instruction'],
];
const closings: Partial<Record<State, string>> = {
  cdata: ']]>',
  comment: '-->',
  instruction: '?>',
  double: '"',
  single: "'",
};

export class XmlPlace implements Place {
  #state: State = 'text';
  /** The last characters since something opened or closed. */
  #tail = '';

  text(part: string): void {
    for (const one of part) this.#step(one);
  }

  #step(one: string): void {
    this.#tail = (this.#tail + one).slice(-9);
    const closing = closings[this.#state];
    if (closing) {
      if (this.#tail.endsWith(closing)) this.#become(closing.length === 1 ? 'tag' : 'text', '');
      return;
    }
    if (this.#state === 'text') {
      if (one === '<') this.#become('tag', '<');
      return;
    }
    const opening = openings.find(([mark]) => this.#tail === mark);
    if (opening) this.#become(opening[1], '');
    else if (one === '"') this.#become('double', '');
    else if (one === "'") this.#become('single', '');
    else if (one === '>') this.#become('text', '');
  }

  #become(state: State, tail: string): void {
    this.#state = state;
    this.#tail = tail;
  }

  put(value: Value): string {
    const text = scalarText(value);
    switch (this.#state) {
      case 'text':
      case 'double':
      case 'single':
        return xmlText(text);
      case 'cdata':
        return plainOnly(text, 'in CDATA, whose language we do not know: say which, as in | shell');
      case 'comment':
        if (/^[\w .:/@]*$/.test(text)) return text;
        throw new Refusal('could end the comment that it stands in');
      default:
        return plainOnly(text, 'within a tag, outside of quotes');
    }
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    if (this.#state === 'cdata') {
      const ends =
        (this.#tail.slice(-2) + text).includes(']]>') ||
        (text.endsWith(']') && after.startsWith(']>')) ||
        (text.endsWith(']]') && after.startsWith('>'));
      return ends ? 'could end the CDATA that it stands in' : null;
    }
    const escapes = ['text', 'double', 'single'].includes(this.#state);
    if (filter === 'xml' && escapes) return null;
    try {
      return this.put(text) === text ? null : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }
}
