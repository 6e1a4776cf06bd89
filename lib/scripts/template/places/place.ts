/**
 * Where a value stands in a text, for one language. The author's text goes by
 * and the place follows it: in quotes, in a comment, in the middle of a word.
 * What a place cannot be sure of it answers with a refusal.
 */
import type { Value } from '../literal';
import type { Target } from '../schema';

/** Stands for a value in what comes after another one. */
export const valueMark = '\uFFFC';

export interface Place {
  /** Text goes by: the author's, or a value that was put. */
  text(part: string): void;
  /**
   * How a value goes in here. `after` is the rest of the line behind it.
   * Throws a Refusal where it cannot.
   */
  put(value: Value, after: string): string;
  /** Why a text that a filter has escaped cannot stand here, or null when it can. */
  refuses(given: { text: string; filter: Target; after: string }): string | null;
}

/** The reason for a filter whose result would need more than that. */
export function unfit(filter: Target): string {
  return `was escaped by the filter ${filter}, which is not enough where it stands`;
}

/** The reason for a filter that puts quotes where there are some already. */
export function alreadyQuoted(filter: Target): string {
  return `stands within quotes: leave the filter ${filter} out, and it is escaped for them`;
}
