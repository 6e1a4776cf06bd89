/**
 * Values in kickstarts: words of a command, as Python's shlex reads them
 * (pykickstart splits lines so); within %pre, %post and their like, as the
 * section's interpreter needs it.
 */
import {
  inSingleQuotes,
  isPlainWord,
  literal,
  plainOnly,
  Refusal,
  scalarText,
  type Value,
} from '../literal';
import type { Target } from '../schema';
import { targetOfInterpreter } from '../target';
import { alreadyQuoted, type Place, unfit } from './place';
import { placeOfProgram } from './programs';

const scriptSection = /^%(pre|post|pre-install|onerror|traceback)\b/;
const otherSection = /^%(packages|addon|anaconda|certificate)\b/;

type State = 'none' | 'single' | 'double' | 'comment';

export class KickstartPlace implements Place {
  #line = '';
  /** Null among commands, `words` in a list of packages, else the section's script. */
  #section: Place | 'words' | null = null;
  #state: State = 'none';
  #escaped = false;

  text(part: string): void {
    for (const one of part) {
      if (this.#section && this.#section !== 'words') this.#section.text(one);
      if (one === '\n') this.#endLine();
      else {
        this.#line += one;
        if (!this.#section) this.#inCommand(one);
      }
    }
  }

  #endLine(): void {
    const line = this.#line.trim();
    this.#line = '';
    this.#state = 'none';
    this.#escaped = false;
    if (/^%end\b/.test(line)) this.#section = null;
    else if (this.#section && this.#section !== 'words') return;
    else if (scriptSection.test(line)) {
      const named = /--interpreter(?:\s+|=)["']?([^\s"']+)/.exec(line)?.[1];
      this.#section = placeOfProgram(named ? targetOfInterpreter(named) : 'shell');
    } else if (otherSection.test(line)) this.#section = 'words';
  }

  #inCommand(one: string): void {
    if (this.#state === 'comment') return;
    if (this.#escaped) this.#escaped = false;
    else if (one === '\\' && this.#state !== 'single') this.#escaped = true;
    else if (this.#state === 'single') this.#state = one === "'" ? 'none' : 'single';
    else if (this.#state === 'double') this.#state = one === '"' ? 'none' : 'double';
    else if (one === '#') this.#state = 'comment';
    else if (one === "'") this.#state = 'single';
    else if (one === '"') this.#state = 'double';
  }

  put(value: Value, after: string): string {
    if (this.#section && this.#section !== 'words') return this.#section.put(value, after);
    const text = scalarText(value);
    if (this.#line.startsWith('%')) return plainOnly(text, 'in the first line of a section');
    if (this.#section) return plainOnly(text, 'in a list of packages');
    if (this.#line.trim() === '') {
      throw new Refusal('stands at the beginning of a line, where a command would');
    }
    if (this.#state === 'comment') return text;
    if (this.#escaped) return plainOnly(text, 'behind a backslash');
    if (this.#state === 'single') return inSingleQuotes(text);
    if (this.#state === 'double') return text.replace(/[\\"]/g, '\\$&');
    return literal('kickstart', text);
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    if (this.#section && this.#section !== 'words') return this.#section.refuses(given);
    const own = filter === 'kickstart' || filter === 'shell';
    const quoted = this.#state === 'single' || this.#state === 'double';
    if (own && quoted && !isPlainWord(text)) return alreadyQuoted(filter);
    try {
      const put = this.put(text, after);
      const wordEnds = !this.#section && this.#state === 'none' && !this.#escaped;
      return put === text || (own && wordEnds && !this.#line.startsWith('%'))
        ? null
        : unfit(filter);
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }
}
