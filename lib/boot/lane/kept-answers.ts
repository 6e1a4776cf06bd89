/**
 * Answers that were given, by URL: as long as nothing that they rest on has
 * changed, the same question has the same answer, and costs a look into a Map.
 */
import type { TextAnswer } from './exchange';

/** Answers kept at most; 10,000 hosts and their scripts fit. */
const limit = 40_000;

export interface KeptAnswer {
  status: number;
  /** As writeHead takes them: name, value, name, value. */
  headers: string[];
  body: string;
  /** Called at each giving, for the record. */
  repeat: (() => void) | null;
  isTrue: () => boolean;
}

export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();

  get(key: string): KeptAnswer | undefined {
    const kept = this.#kept.get(key);
    return kept?.isTrue() ? kept : undefined;
  }

  /** Keeps an answer for as long as `isTrue` says so. */
  put(given: {
    key: string;
    answer: TextAnswer;
    repeat: (() => void) | null;
    isTrue: () => boolean;
  }): void {
    const { key, answer, repeat, isTrue } = given;
    if (this.#kept.size >= limit) this.#kept.clear();
    this.#kept.set(key, {
      status: answer.status,
      headers: Object.entries(answer.headers).flat(),
      body: answer.body,
      repeat,
      isTrue,
    });
  }
}
