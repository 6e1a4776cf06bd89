/**
 * Follows a shell script character by character and knows what is open:
 * quotes, substitutions, here-documents, comments (POSIX shell command
 * language, sections 2.2 to 2.7). It does not understand commands. Where a
 * construct could fool it, it says that it is lost.
 */

/** Commands; `end` closes them, and `depth` counts parentheses within. */
interface Commands {
  kind: 'plain';
  end: '' | ')' | '`';
  depth: number;
  /** Right behind `$(`: another parenthesis makes it arithmetic. */
  fresh: boolean;
}

interface Heredoc {
  kind: 'heredoc';
  end: string;
  dash: boolean;
  quoted: boolean;
  line: string;
}

interface Arithmetic {
  kind: 'arithmetic';
  depth: number;
}

type Open =
  | Commands
  | Heredoc
  | Arithmetic
  | { kind: 'single' | 'ansi' | 'double' | 'comment' }
  | { kind: 'brace'; quoted: boolean };

/** The word behind `<<`, while it is read. */
interface Delimiter {
  text: string;
  dash: boolean;
  quoted: boolean;
  quote: string;
  begun: boolean;
}

/** Stands for a character that was escaped, or that closed something: part of a word. */
const wordPart = 'x';
const lineStart = '\n';

export class ShellReader {
  readonly #open: Open[] = [{ kind: 'plain', end: '', depth: 0, fresh: false }];
  readonly #heredocs: Delimiter[] = [];
  #before = '';
  #word = '';
  previous = lineStart;
  escaped = false;
  delimiter: Delimiter | null = null;
  /** What it cannot follow, or empty. */
  lost = '';

  get top(): Open {
    return this.#open.at(-1) ?? { kind: 'plain', end: '', depth: 0, fresh: false };
  }

  get inBackquotes(): boolean {
    return this.#open.some((one) => one.kind === 'plain' && one.end === '`');
  }

  step(one: string): void {
    const { top } = this;
    if (top.kind === 'heredoc') this.#inHeredoc(top, one);
    else if (top.kind === 'comment') this.#inComment(one);
    else if (top.kind === 'single') this.#closing(one, "'");
    else if (this.escaped) this.#pass(wordPart);
    else if (this.delimiter) this.#inDelimiter(this.delimiter, one);
    else if (one === '\\') this.escaped = true;
    else if (top.kind === 'ansi') this.#closing(one, "'");
    else if (this.#becomesArithmetic(top, one)) this.#push({ kind: 'arithmetic', depth: 2 });
    else if (!this.#opens(one)) this.#inExpansion(top, one);
  }

  #pass(one: string): void {
    this.#before = this.previous;
    this.previous = one;
    this.escaped = false;
  }

  #push(open: Open): void {
    this.#open.push(open);
    this.#word = '';
    this.#pass(lineStart);
  }

  #pop(): void {
    this.#open.pop();
    this.#pass(wordPart);
  }

  #closing(one: string, end: string): void {
    if (one === end) this.#pop();
    else this.#pass(one);
  }

  #inComment(one: string): void {
    if (one === '\n') {
      this.#open.pop();
      this.step(one);
    } else this.#pass(one);
  }

  /** `$((` is arithmetic, and not commands within commands. */
  #becomesArithmetic(top: Open, one: string): boolean {
    if (top.kind !== 'plain' || !top.fresh) return false;
    top.fresh = false;
    if (one === '(') this.#open.pop();
    return one === '(';
  }

  /** What opens in commands, double quotes, `${…}`, arithmetic and here-documents alike. */
  #opens(one: string): boolean {
    const { top } = this;
    const behindDollar = this.previous === '$';
    if (one === '(' && behindDollar) {
      this.#push({ kind: 'plain', end: ')', depth: 1, fresh: true });
    } else if (one === '{' && behindDollar) {
      this.#push({ kind: 'brace', quoted: top.kind === 'double' || top.kind === 'heredoc' });
    } else if (one === '`' && top.kind === 'plain' && top.end === '`') this.#pop();
    else if (one === '`') this.#push({ kind: 'plain', end: '`', depth: 0, fresh: false });
    else return false;
    return true;
  }

  #inExpansion(top: Open, one: string): void {
    if (top.kind === 'double') this.#closing(one, '"');
    else if (top.kind === 'brace') {
      if (one === '"') this.#push({ kind: 'double' });
      else if (one === "'" && !top.quoted) this.#push({ kind: 'single' });
      // Within "${U:-…}" bash takes it for a quote, and other shells for itself.
      else if (one === "'") this.lost = 'a single quote within ${…}';
      else this.#closing(one, '}');
    } else if (top.kind === 'arithmetic') this.#inArithmetic(top, one);
    else if (top.kind === 'plain') this.#inCommands(top, one);
  }

  #inArithmetic(top: Arithmetic, one: string): void {
    if (one === '(') top.depth += 1;
    if (one === ')') top.depth -= 1;
    if (top.depth === 0) this.#pop();
    else this.#pass(one);
  }

  #inCommands(top: Commands, one: string): void {
    this.#readWord(top, one);
    if (one === "'") this.#push({ kind: this.previous === '$' ? 'ansi' : 'single' });
    else if (one === '"') this.#push({ kind: 'double' });
    else if (one === '#' && /[\s;&|()]/.test(this.previous)) this.#push({ kind: 'comment' });
    else if (one === '(' && this.previous === '(') this.#push({ kind: 'arithmetic', depth: 2 });
    else if (one === ')' && top.end === ')' && top.depth === 1) this.#pop();
    else {
      if (one === '(') top.depth += 1;
      if (one === ')') top.depth -= 1;
      if (one === '<' && this.previous === '<' && this.#before !== '<') {
        this.delimiter = { text: '', dash: false, quoted: false, quote: '', begun: false };
      }
      this.#pass(one);
      if (one === '\n') this.#beginHeredoc();
    }
  }

  /** `case` has patterns that end with a lone parenthesis. */
  #readWord(top: Commands, one: string): void {
    if (/\w/.test(one)) this.#word += one;
    else {
      if (this.#word === 'case' && top.end !== '') this.lost = 'a case within $(…)';
      this.#word = '';
    }
  }

  #inDelimiter(found: Delimiter, one: string): void {
    if (found.quote !== '') {
      if (one === found.quote) found.quote = '';
      else found.text += one;
    } else if (!found.begun && one === '<') {
      this.delimiter = null;
      this.#pass(wordPart);
    } else if (!found.begun && one === '-' && !found.dash) found.dash = true;
    else if (!found.begun && (one === ' ' || one === '\t')) found.begun = false;
    else if (/[\s;&|<>()]/.test(one)) {
      this.delimiter = null;
      if (found.begun) this.#heredocs.push(found);
      this.step(one);
    } else {
      found.begun = true;
      if (/[\\"']/.test(one)) found.quoted = true;
      if (one === '"' || one === "'") found.quote = one;
      else if (one !== '\\') found.text += one;
    }
  }

  #beginHeredoc(): void {
    const next = this.#heredocs.shift();
    if (!next) return;
    const { text, dash, quoted } = next;
    this.#push({ kind: 'heredoc', end: text, dash, quoted, line: '' });
  }

  #inHeredoc(top: Heredoc, one: string): void {
    if (one === '\n' && !this.escaped) {
      const line = top.dash ? top.line.replace(/^\t+/, '') : top.line;
      top.line = '';
      if (line === top.end) this.#open.pop();
      this.#pass(lineStart);
      if (line === top.end) this.#beginHeredoc();
      return;
    }
    top.line += one;
    if (top.quoted) this.#pass(one);
    else if (this.escaped) this.#pass(wordPart);
    else if (one === '\\') this.escaped = true;
    else if (!this.#opens(one)) this.#pass(one);
  }
}
