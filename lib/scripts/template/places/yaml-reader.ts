/**
 * Follows YAML by lines: which scalar a place is in (YAML 1.2, chapters 7 and
 * 8). What it takes for the middle of a plain scalar gets plain words only,
 * so that a mistake is a refusal.
 */

export type YamlMode = 'fresh' | 'plain' | 'double' | 'single' | 'comment' | 'block';

export class YamlReader {
  mode: YamlMode = 'fresh';
  /** Brackets and braces of flow collections that are open. */
  flow = 0;
  line = '';
  escaped = false;
  /** Column of the node that a block scalar belongs to: what is indented more is in it. */
  #parent = 0;
  #token = '';
  /** A single quote closed a scalar, unless another one follows. */
  #closed = false;

  step(one: string): void {
    if (one === '\n') this.#endLine();
    else {
      if (this.mode === 'block' && this.#leavesBlock(one)) this.#restart();
      this.#inLine(one);
      this.line += one;
    }
  }

  #restart(): void {
    this.mode = 'fresh';
    this.#token = '';
  }

  #endLine(): void {
    const { line, mode } = this;
    const ended = line.endsWith('\r') ? line.slice(0, -1) : line;
    this.line = '';
    this.#closed = false;
    if (mode === 'block' || mode === 'double' || mode === 'single') return;
    const header = this.flow === 0 && /(^|[\s])[|>][+-]?\d?[+-]?\s*(\s#.*)?$/.test(ended);
    this.#restart();
    if (!header) return;
    this.mode = 'block';
    this.#parent = nodeColumn(ended);
  }

  /** The first character of a line that is not indented enough ends the block. */
  #leavesBlock(one: string): boolean {
    return /^ *$/.test(this.line) && !/[ \r]/.test(one) && this.line.length <= this.#parent;
  }

  #inLine(one: string): void {
    if (this.mode === 'double') this.#inDouble(one);
    else if (this.mode === 'single') {
      if (one === "'") {
        this.mode = 'plain';
        this.#closed = true;
      }
    } else if (this.#closed && one === "'") {
      this.mode = 'single';
      this.#closed = false;
    } else if (this.mode === 'fresh' || this.mode === 'plain') {
      this.#closed = false;
      this.#inNode(one);
    }
  }

  #inDouble(one: string): void {
    if (this.escaped) this.escaped = false;
    else if (one === '\\') this.escaped = true;
    else if (one === '"') this.#plain('"');
  }

  #plain(token: string): void {
    this.mode = 'plain';
    this.#token = token;
  }

  #inNode(one: string): void {
    const before = this.line.at(-1) ?? ' ';
    const space = /\s/.test(one);
    if (one === '#' && /\s/.test(before)) this.mode = 'comment';
    else if (this.flow > 0 && /[,\]}]/.test(one)) {
      if (one !== ',') this.flow -= 1;
      if (one === ',') this.#restart();
      else this.#plain(one);
    } else if (this.mode === 'plain') {
      const key = space && before === ':';
      const mark = space && /^([-?]|[&!]\S*)$/.test(this.#token);
      if (key || mark) this.#restart();
      else this.#token += one;
    } else if (one === '"') this.mode = 'double';
    else if (one === "'") this.mode = 'single';
    else if (one === '[' || one === '{') this.flow += 1;
    else if (!space) this.#plain(one);
  }
}

/** The column that the content of a block scalar must be right of. */
function nodeColumn(line: string): number {
  const indent = /^ */.exec(line)?.[0].length ?? 0;
  const dashes = /^(- +)*/.exec(line.slice(indent))?.[0] ?? '';
  const rest = line.slice(indent + dashes.length);
  if (dashes === '' || !/^[|>]/.test(rest)) return indent + dashes.length;
  return indent + dashes.trimEnd().length - 1;
}
