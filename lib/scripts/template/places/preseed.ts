/** Values in preseed files: the rest of a line as it is; in commands, as the shell needs it. */
import { plainOnly, preseedValue, Refusal, scalarText, type Value } from '../literal';
import type { Target } from '../schema';
import { type Place, unfit } from './place';
import { ShellPlace } from './shell';

/** Owner, question and type come before the value. */
const beforeValue = /^\s*\S+\s+(\S+)\s+\S+\s/;
const isCommand = /\/(early_command|late_command|run)$/;

export class PreseedPlace implements Place {
  /** The line, with those that a backslash joined before it. */
  #line = '';

  text(part: string): void {
    for (const one of part) {
      if (one !== '\n') this.#line += one;
      else this.#line = this.#line.endsWith('\\') ? `${this.#line.slice(0, -1)} ` : '';
    }
  }

  put(value: Value, after: string): string {
    const text = scalarText(value);
    if (/^\s*#/.test(this.#line)) return preseedValue(text);
    if (this.#line.trim() === '') throw new Refusal('stands at the beginning of a line');
    const head = beforeValue.exec(this.#line);
    if (!head) return plainOnly(text, 'in the name or the type of a question');
    return this.#shell(head)?.put(value, after) ?? preseedValue(text);
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    try {
      const head = beforeValue.exec(this.#line);
      const shell = head && this.#shell(head);
      if (shell) return shell.refuses(given);
      if (head) return preseedValue(text) === text ? null : unfit(filter);
      return this.put(text, after) === text ? null : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** The shell's view of the value so far, where it is a command. */
  #shell(head: RegExpExecArray): ShellPlace | null {
    if (!isCommand.test(head[1] ?? '')) return null;
    const place = new ShellPlace();
    place.text(this.#line.slice(head[0].length));
    return place;
  }
}
