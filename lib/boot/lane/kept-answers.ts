/**
 * Answers that were given, by URL: as long as the roster is the same, the
 * same question has the same answer, and costs a look into a Map.
 */
import { roster } from '../roster/roster';
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
}

export class KeptAnswers {
  readonly #kept = new Map<string, KeptAnswer>();
  #version = -1;

  get(key: string): KeptAnswer | undefined {
    if (roster().version !== this.#version) return undefined;
    return this.#kept.get(key);
  }

  /** Keeps an answer that was made while the roster had `version`. */
  put(given: {
    key: string;
    version: number;
    answer: TextAnswer;
    repeat: (() => void) | null;
  }): void {
    const { key, version, answer, repeat } = given;
    if (version !== roster().version) return;
    if (version !== this.#version || this.#kept.size >= limit) this.#kept.clear();
    this.#version = version;
    this.#kept.set(key, {
      status: answer.status,
      headers: Object.entries(answer.headers).flat(),
      body: answer.body,
      repeat,
    });
  }
}
