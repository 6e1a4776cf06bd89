/** Reads JSON (RFC 8259) and keeps where everything stands, which JSON.parse does not tell. */
import { type Place, placeAt } from '../place';
import type { Tree } from './tree';

const deepest = 200;

class Wrong extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

export interface JsonReading {
  tree: Tree | null;
  problem: { message: string; at: Place } | null;
  /** Keys that are there twice in one object. */
  twice: { key: string; at: Place }[];
}

export function readJson(text: string): JsonReading {
  const reader = new Reader(text);
  try {
    return { tree: reader.whole(), problem: null, twice: reader.twice };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    const at = placeAt({ text, offset: error.offset, length: 1 });
    return { tree: null, problem: { message: error.message, at }, twice: reader.twice };
  }
}

class Reader {
  readonly twice: { key: string; at: Place }[] = [];
  #at = 0;
  readonly #lineStarts: number[] = [0];

  constructor(readonly text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#lineStarts.push(at + 1);
    }
  }

  whole(): Tree {
    const tree = this.#value(0);
    this.#space();
    if (this.#at < this.text.length) throw new Wrong('Nothing may follow the value.', this.#at);
    return tree;
  }

  #value(depth: number): Tree {
    if (depth > deepest) throw new Wrong(`Nested deeper than ${deepest}.`, this.#at);
    this.#space();
    const start = this.#at;
    const letter = this.text[this.#at];
    if (letter === '{') return this.#object(depth);
    if (letter === '[') return this.#array(depth);
    if (letter === '"') {
      const scalar = this.#string();
      return { scalar, at: this.#place(start) };
    }
    const word = /[\w.+-]+/y;
    word.lastIndex = start;
    const found = word.exec(this.text)?.[0] ?? '';
    const words: Record<string, boolean | null> = { true: true, false: false, null: null };
    if (found in words) {
      this.#at += found.length;
      return { scalar: words[found], at: this.#place(start) };
    }
    if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(found)) {
      this.#at += found.length;
      return { scalar: Number(found), at: this.#place(start) };
    }
    throw new Wrong(this.#unexpected(found), start);
  }

  #object(depth: number): Tree {
    const start = this.#at;
    const entries: NonNullable<Tree['entries']> = new Map();
    this.#at += 1;
    this.#space();
    if (this.#taken('}')) return { entries, at: this.#place(start, 1) };
    for (;;) {
      this.#space();
      const keyStart = this.#at;
      if (this.text[this.#at] !== '"') throw new Wrong(this.#noKey(), this.#at);
      const key = this.#string();
      const keyAt = this.#place(keyStart);
      if (entries.has(key)) this.twice.push({ key, at: keyAt });
      this.#space();
      if (!this.#taken(':')) throw new Wrong(`A colon is missing behind "${key}".`, this.#at);
      entries.set(key, { keyAt, tree: this.#value(depth + 1) });
      this.#space();
      if (this.#taken('}')) return { entries, at: this.#place(start, 1) };
      if (!this.#taken(',')) throw new Wrong('A comma or } is missing here.', this.#at);
    }
  }

  #array(depth: number): Tree {
    const start = this.#at;
    const items: Tree[] = [];
    this.#at += 1;
    this.#space();
    if (this.#taken(']')) return { items, at: this.#place(start, 1) };
    for (;;) {
      items.push(this.#value(depth + 1));
      this.#space();
      if (this.#taken(']')) return { items, at: this.#place(start, 1) };
      if (!this.#taken(',')) throw new Wrong('A comma or ] is missing here.', this.#at);
      this.#space();
      if (this.text[this.#at] === ']') {
        throw new Wrong('No comma behind the last item: JSON has none there.', this.#at);
      }
    }
  }

  #string(): string {
    const start = this.#at;
    const literal = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    literal.lastIndex = start;
    const found = literal.exec(this.text)?.[0];
    if (found === undefined) {
      const body = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
      body.lastIndex = start;
      const end = start + (body.exec(this.text)?.[0].length ?? 1);
      const bad = this.text[end];
      if (bad === '\\') throw new Wrong('There is no such escape in JSON.', end);
      if (bad !== undefined && bad !== '\n' && bad !== '\r') {
        throw new Wrong('A control character must be written as \\u00….', end);
      }
      throw new Wrong('This string is never closed in its line.', start);
    }
    this.#at += found.length;
    return JSON.parse(found) as string;
  }

  #noKey(): string {
    if (this.text[this.#at] === '}') return 'No comma behind the last entry: JSON has none there.';
    if (this.text[this.#at] === "'") return 'JSON has double quotes only.';
    return this.text.startsWith('//', this.#at) || this.text.startsWith('/*', this.#at)
      ? 'JSON has no comments.'
      : 'A key in double quotes belongs here.';
  }

  #unexpected(found: string): string {
    if (this.#at >= this.text.length) return 'The text ends in the middle of a value.';
    if (this.text[this.#at] === "'") return 'JSON has double quotes only.';
    if (/^\/[/*]/.test(this.text.slice(this.#at, this.#at + 2))) return 'JSON has no comments.';
    if (/^-?0\d/.test(found))
      return `A number has no leading zero. ${found} in octal is ${Number.parseInt(found, 8)}.`;
    return found
      ? `"${found}" is no value: strings are in double quotes.`
      : 'A value belongs here.';
  }

  #taken(letter: string): boolean {
    if (this.text[this.#at] !== letter) return false;
    this.#at += 1;
    return true;
  }

  #space(): void {
    while (/[ \t\r\n]/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  #place(start: number, length = this.#at - start): Place {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#lineStarts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    const column = start - (this.#lineStarts[low] ?? 0) + 1;
    return { line: low + 1, column, endColumn: column + length };
  }
}
