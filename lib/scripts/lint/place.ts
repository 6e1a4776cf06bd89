/** Lines of a text, and findings about a place in one. */
import type { Finding, Severity } from './schema';

export interface Line {
  /** From 1. */
  number: number;
  /** Without its end. */
  text: string;
}

/** A part of a line; columns count from 1, `endColumn` is behind the last character. */
export interface Place {
  line: number;
  column: number;
  endColumn: number;
}

/** The text's lines, whether they end by LF, CR LF or CR. */
export function linesOf(text: string): Line[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => ({ number: index + 1, text: line }));
}

/** The whole line, without the spaces around. */
export function wholeLine({ number, text }: Line): Place {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  return { line: number, column: start + 1, endColumn: Math.max(end, start) + 1 };
}

/** The place of a character of the text, up to the end of its line, or `length` characters long. */
export function placeAt(given: { text: string; offset: number; length?: number }): Place {
  const offset = Math.min(Math.max(given.offset, 0), given.text.length);
  const before = given.text.slice(0, offset);
  const line = before.split(/\r\n|\n|\r/);
  const column = (line.at(-1)?.length ?? 0) + 1;
  const rest = /^[^\r\n]*/.exec(given.text.slice(offset))?.[0].length ?? 0;
  const length = Math.max(Math.min(given.length ?? rest, rest), 1);
  return { line: line.length, column, endColumn: column + length };
}

/** A finding, its columns made whole: never empty, never before the first. */
export function finding(given: {
  severity: Severity;
  rule: string;
  message: string;
  at: Place;
}): Finding {
  const { severity, rule, message, at } = given;
  const column = Math.max(at.column, 1);
  const endColumn = Math.max(at.endColumn, column + 1);
  return { severity, rule, message, line: Math.max(at.line, 1), column, endColumn };
}
