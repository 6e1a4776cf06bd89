/** Follows Python or JavaScript and knows which string or comment is open. */

interface Code {
  kind: 'code';
  /** Braces that are open in it: the end of `${…}` closes one more. */
  depth: number;
}

interface Quoted {
  kind: 'string';
  end: string;
  /** Python's, in lower case. */
  prefix: string;
  /** What f-strings open. */
  braces: number;
}

interface Regex {
  kind: 'regex';
  set: boolean;
}

type Open = Code | Quoted | Regex | { kind: 'line-comment' } | { kind: 'block-comment' };

/** A slash behind one of these begins a regular expression, behind anything else it divides. */
const beforeRegex =
  /(^|[(,=:[!&|?{};+\-*%<>~^]|\b(return|typeof|case|in|of|delete|void|throw|new|do|else))$/;

export class ProgramReader {
  readonly #python: boolean;
  readonly #open: Open[] = [{ kind: 'code', depth: 0 }];
  /** The end of the code that went by: words and signs, one space between words. */
  #code = '';
  /** Quotes of one kind that came one after another. */
  #quotes = 0;
  /** Quotes at the end of what went by of a string over lines. */
  #tail = 0;
  previous = '';
  escaped = false;
  /** A slash was read whose meaning the next character decides. */
  pending = false;

  constructor(language: 'python' | 'javascript') {
    this.#python = language === 'python';
  }

  get top(): Open {
    return this.#open.at(-1) ?? { kind: 'code', depth: 0 };
  }

  /** A string that the next quote could make one over lines, or that was empty. */
  get undecided(): boolean {
    return this.top.kind === 'string' && this.#python && this.#quotes === 2;
  }

  step(one: string): void {
    const { top } = this;
    if (top.kind === 'string') this.#inString(top, one);
    else if (top.kind === 'regex') this.#inRegex(top, one);
    else if (top.kind === 'line-comment') {
      if (one === '\n') this.#open.pop();
    } else if (top.kind === 'block-comment') {
      if (one === '/' && this.previous === '*') this.#open.pop();
    } else this.#inCode(top, one);
    this.previous = one;
  }

  #inCode(top: Code, one: string): void {
    if (this.pending) this.#decideSlash(one);
    else if (this.#python && one === '#') this.#open.push({ kind: 'line-comment' });
    else if (!this.#python && one === '/') this.pending = true;
    else if (one === '"' || one === "'" || (one === '`' && !this.#python)) this.#beginString(one);
    else {
      if (one === '{') top.depth += 1;
      if (one === '}') top.depth -= 1;
      if (top.depth < 0 && this.#open.length > 1) this.#open.pop();
      this.#remember(one);
    }
  }

  #remember(one: string): void {
    const wordBehind = /[\w$]$/.test(this.#code);
    if (/\s/.test(one)) {
      if (wordBehind) this.#code += ' ';
      return;
    }
    const code = /[\w$]/.test(one) ? this.#code : this.#code.trimEnd();
    this.#code = (code + one).slice(-20);
  }

  #decideSlash(one: string): void {
    this.pending = false;
    const code = this.#code.trimEnd();
    if (one === '/') this.#open.push({ kind: 'line-comment' });
    else if (one === '*') {
      this.#open.push({ kind: 'block-comment' });
      // The star that opens it does not close it.
      this.previous = '';
    } else if (beforeRegex.test(code)) {
      this.#open.push({ kind: 'regex', set: false });
      this.step(one);
    } else {
      this.#remember('/');
      this.step(one);
    }
  }

  #beginString(quote: string): void {
    const prefix = /[\w$]/.test(this.previous) ? /(?<![\w$])[a-z]{1,2}$/i.exec(this.#code) : null;
    const named = this.#python && prefix ? prefix[0].toLowerCase() : '';
    this.#open.push({ kind: 'string', end: quote, prefix: named, braces: 0 });
    this.#quotes = 1;
    this.#code = 'x';
  }

  #inString(top: Quoted, one: string): void {
    if (this.escaped) this.escaped = false;
    else if (this.#python && this.#quotes > 0) this.#inOpeningQuotes(top, one);
    else if (one === '\\') this.escaped = true;
    else if (top.end.length === 3) this.#inLongString(top, one);
    else if (one === top.end || (one === '\n' && top.end !== '`')) this.#open.pop();
    else if (top.end === '`' && one === '{' && this.previous === '$') {
      this.#open.push({ kind: 'code', depth: 0 });
      this.#code = '';
    } else this.#countBraces(top, one);
  }

  /** Right behind the quote that began the string: two more make it one over lines. */
  #inOpeningQuotes(top: Quoted, one: string): void {
    const more = one === top.end;
    const [quotes, end] = [this.#quotes, top.end];
    this.#quotes = more && quotes === 1 ? 2 : 0;
    if (more && quotes === 2) top.end = end.repeat(3);
    else if (!more) {
      // Two quotes were an empty string, which is over.
      if (quotes === 2) this.#open.pop();
      this.step(one);
    }
  }

  #inLongString(top: Quoted, one: string): void {
    const [quote] = top.end;
    this.#tail = one === quote ? this.#tail + 1 : 0;
    if (this.#tail === 3) {
      this.#tail = 0;
      this.#open.pop();
    } else this.#countBraces(top, one);
  }
  #countBraces(top: Quoted, one: string): void {
    if (!top.prefix.includes('f')) return;
    if (one === '{') top.braces += 1;
    if (one === '}') top.braces -= 1;
  }

  #inRegex(top: Regex, one: string): void {
    if (this.escaped) this.escaped = false;
    else if (one === '\\') this.escaped = true;
    else if (one === '[') top.set = true;
    else if (one === ']') top.set = false;
    else if ((one === '/' && !top.set) || one === '\n') {
      this.#open.pop();
      this.#code = 'x';
    }
  }
}
