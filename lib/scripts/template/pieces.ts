/**
 * Values on their way into a text. While Liquid renders, a value is a mark in
 * the text; how it is put is decided when the whole text is there, by what
 * stands around it.
 */
import { randomBytes } from 'node:crypto';
import { Drop } from 'liquidjs';
import { scalarText, type Value } from './literal';
import type { Target } from './schema';

export interface Piece {
  value: Value;
  /** The filter that made it a text already; null: the place decides. */
  escaped: Target | 'raw' | null;
  /** How the template names it, and where: asked when something is wrong with it, for a place takes long to find. */
  origin: () => Origin;
}

export interface Origin {
  name: string;
  line: number;
  column: number;
  title: string;
}

export type Segment = string | Piece;

/** The values of one rendering, and their marks. */
export class Pieces {
  readonly #nonce = randomBytes(9).toString('base64url');
  readonly #all: Piece[] = [];

  /** The mark of a value: unguessable, so that no text can hold one by itself. */
  mark(piece: Piece): string {
    this.#all.push(piece);
    return `\uFDD0${this.#nonce}:${this.#all.length - 1}\uFDD1`;
  }

  /** A text with marks as what it consists of. */
  segments(text: string): Segment[] {
    const parts = text.split(new RegExp(`\uFDD0${this.#nonce}:(\\d+)\uFDD1`, 'g'));
    return parts.flatMap<Segment>((part, at) => {
      if (at % 2 === 0) return part === '' ? [] : [part];
      const piece = this.#all[Number(part)];
      return piece ? [piece] : [];
    });
  }

  /** A text with marks as a plain value: nothing in it is escaped, except by filters. */
  plain(text: string): string {
    const segments = this.segments(text);
    return segments.map((one) => (typeof one === 'string' ? one : scalarText(one.value))).join('');
  }
}

/**
 * What `{% capture %}` and the escaping filters give. Put as it is it is text
 * of the script; any other filter or comparison sees the plain value.
 */
export class Text extends Drop {
  readonly #marked: string;
  readonly #pieces: Pieces;

  constructor(given: { marked: string; pieces: Pieces }) {
    super();
    this.#marked = given.marked;
    this.#pieces = given.pieces;
  }

  /** The text with its marks, for the output alone. */
  static marked(text: Text): string {
    return text.#marked;
  }

  override valueOf(): string {
    return this.#pieces.plain(this.#marked);
  }

  /** liquidjs reads properties of this, and so of nothing of ours. */
  toLiquid(): string {
    return this.valueOf();
  }
}
