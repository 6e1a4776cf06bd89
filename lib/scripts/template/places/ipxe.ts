/** Values in iPXE scripts: it has no quoting, so a value is as it is, or is refused. */
import { ipxeText, Refusal, scalarText, type Value } from '../literal';
import type { Target } from '../schema';
import { type Place, unfit, valueMark } from './place';

/** Commands whose last argument is the rest of the line, and how many words stand before it. */
const restOfLine: Record<string, number> = { echo: 1, prompt: 1, menu: 1, item: 2, set: 2 };

export class IpxePlace implements Place {
  #line = '';

  text(part: string): void {
    const at = part.lastIndexOf('\n');
    this.#line = at < 0 ? this.#line + part : part.slice(at + 1);
  }

  put(value: Value, after: string): string {
    const text = this.#demandWithin(scalarText(value), after);
    const words = this.#command().trimStart().split(/\s+/);
    const isText = words.length > (restOfLine[words[0] ?? ''] ?? Number.POSITIVE_INFINITY);
    const starts = /\s$/.test(this.#line);
    if (this.#isComment()) return text;
    if (isText) {
      if (/^\s|\s$|\s\s/.test(text)) {
        throw new Refusal('begins or ends with a space or has two in a row, which iPXE would drop');
      }
      return text;
    }
    if (text.includes(' ')) {
      throw new Refusal('holds a space, and would be more than one word: say | ipxe if it may be');
    }
    if (text === '' && starts) throw new Refusal('is empty, and would be no word at all');
    if (text.startsWith('-') && starts)
      throw new Refusal('begins with a dash, and would be an option');
    return text;
  }

  refuses(given: { text: string; filter: Target; after: string }): string | null {
    const { text, filter, after } = given;
    try {
      if (filter !== 'ipxe' && filter !== 'cmdline') {
        return this.put(text, after) === text ? null : unfit(filter);
      }
      this.#demandWithin(text, after);
      return null;
    } catch (error) {
      if (error instanceof Refusal) return error.message;
      throw error;
    }
  }

  /** The text, as long as it stays within the command that it stands in. */
  #demandWithin(given: string, after: string): string {
    const text = ipxeText(given);
    const line = this.#line;
    if (this.#isComment()) return text;
    const isLabel = /^\s*:\S*$/.test(line);
    if (this.#command().trim() === '' && !isLabel) {
      throw new Refusal('stands where a command would');
    }
    if (isLabel && /\s/.test(text)) throw new Refusal('holds a space, which a label cannot');
    if (line.endsWith('$') && text.startsWith('{')) {
      throw new Refusal('would open a variable behind the dollar sign');
    }
    if (line.lastIndexOf('${') > line.lastIndexOf('}') && !/^[\w./-]+$/.test(text)) {
      throw new Refusal('stands within ${…}, which takes letters, digits and . / - only');
    }
    if (text.endsWith('\\') && after.trim() === '') {
      throw new Refusal('ends with a backslash, which would join the next line');
    }
    const words = text.split(' ');
    words[0] = (/\S*$/.exec(line)?.[0] ?? '') + words[0];
    words[words.length - 1] += /^\S*/.exec(after)?.[0]?.replaceAll(valueMark, '') ?? '';
    if (words.some((word) => /^(;|&&|\|\|)$/.test(word))) {
      throw new Refusal('would end the command that it stands in');
    }
    return text;
  }

  #isComment(): boolean {
    return /(^|\s)#/.test(this.#command());
  }

  /** What of the line belongs to the command at work. */
  #command(): string {
    return this.#line.split(/(?:^|\s)(?:\|\||&&|;)(?=\s|$)/).at(-1) ?? '';
  }
}
