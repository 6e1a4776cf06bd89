/**
 * liquidjs, set up for scripts: strict, without files, with our filters,
 * bounded. One engine serves one reading or rendering of one script.
 */
import {
  CaptureTag,
  type Context,
  type Emitter,
  Liquid,
  LiquidError,
  type Output,
  RenderError,
  type TagToken,
  type Template,
  Tokenizer,
} from 'liquidjs';
import { plainValue, registerFilters } from './filters';
import { includeTag } from './include-tag';
import {
  includeDepth,
  memoryLimit,
  nestingLimit,
  outputLimit,
  stepLimit,
  tagLimit,
} from './limits';
import { Refusal } from './literal';
import { type Origin, Pieces, Text } from './pieces';
import type { Source } from './schema';
import { placeOf, Trouble } from './trouble';

/** Tags that a template has; liquidjs's others print without escaping, or are of web pages. */
const tags = new Set([
  ...['assign', 'break', 'capture', 'case', 'comment', 'continue', 'echo', 'for', 'if'],
  ...['liquid', 'raw', 'unless', '#'],
]);
const openers = /^(capture|case|comment|for|if|unless)$/;

type Include = (title: string) => Source | null;

export class Engine {
  readonly liquid: Liquid;
  readonly pieces = new Pieces();
  /** Titles in the order they were met, as the template writes them. */
  readonly includes: string[] = [];
  readonly #include: Include;
  readonly #source: Source;
  readonly #chain: string[] = [];
  readonly #loaded = new Map<string, Template[]>();
  #current: Template | null = null;
  #tags = 0;
  #steps = 0;
  #written = 0;

  constructor(given: { source: Source; include: Include; globals?: object }) {
    this.#source = given.source;
    this.#include = given.include;
    this.liquid = new Liquid({
      strictFilters: true,
      strictVariables: true,
      lenientIf: true,
      ownPropertyOnly: true,
      relativeReference: false,
      dynamicPartials: false,
      templates: {},
      globals: given.globals ?? {},
      parseLimit: outputLimit,
      memoryLimit,
      outputEscape: (value: unknown) => this.#output(value),
    });
    this.#registerTags();
    registerFilters({
      liquid: this.liquid,
      escaped: ({ value, escaped }) => {
        const marked = this.pieces.mark({ value, escaped, origin: this.#origin() });
        return new Text({ marked, pieces: this.pieces });
      },
    });
    this.liquid.renderer.renderTemplates = (templates, context, emitter) =>
      this.#render(templates, context, emitter);
  }

  /** The source as templates. Throws what liquidjs throws, or Trouble. */
  read(): Template[] {
    this.#chain.push(nameOf(this.#source));
    return this.#parse(this.#source);
  }

  /** Where the rendering is, and what is put there. */
  where(): Origin {
    return this.#origin()();
  }

  #origin(): () => Origin {
    const current = this.#current;
    const { title } = this.#source;
    return () => {
      if (!current) return { name: 'a value', line: 1, column: 1, title };
      const first = (current as Partial<Output>).value?.initial?.postfix?.[0];
      return { name: first ? first.getText() : 'a value', ...placeOf(current.token, title) };
    };
  }

  #registerTags(): void {
    const { liquid } = this;
    for (const name of Object.keys(liquid.tags)) if (!tags.has(name)) delete liquid.tags[name];
    const { pieces } = this;
    liquid.registerTag(
      'capture',
      class extends CaptureTag {
        override *render(context: Context): Generator<unknown, void, string> {
          const marked = yield this.liquid.renderer.renderTemplates(this.templates, context);
          const scope: Record<string, unknown> = context.bottom();
          scope[this.variable] = new Text({ marked, pieces });
        }
      },
    );
    const load = (given: { title: string; tag: TagToken }) => this.#load(given);
    liquid.registerTag('include', includeTag({ load, isolated: false }));
    liquid.registerTag('render', includeTag({ load, isolated: true }));
  }

  #load(given: { title: string; tag: TagToken }): Template[] {
    const { title, tag } = given;
    const known = this.#loaded.get(title);
    const place = placeOf(tag, this.#source.title);
    const source = this.#include(title);
    if (!source) throw new Trouble({ ...place, message: `There is no script titled "${title}".` });
    const chain = [...this.#chain, nameOf(source)];
    if (this.#chain.includes(nameOf(source))) {
      const message = `A script cannot include itself: ${chain.map(withoutKind).join(' → ')}.`;
      throw new Trouble({ ...place, message });
    }
    if (chain.length > includeDepth) {
      const message = `Scripts include each other more than ${includeDepth} deep: ${chain.map(withoutKind).join(' → ')}.`;
      throw new Trouble({ ...place, message });
    }
    if (known) return known;
    this.includes.push(title);
    this.#chain.push(nameOf(source));
    const templates = this.#parse(source);
    this.#chain.pop();
    this.#loaded.set(title, templates);
    return templates;
  }

  #parse(source: Source): Template[] {
    if (!source.template) return [new Literal(source.text)];
    this.#measure(source);
    return this.liquid.parse(source.text, source.title);
  }

  /** Refuses what would be too much to parse: liquidjs goes down the call stack with every nesting. */
  #measure(source: Source): void {
    const tokens = new Tokenizer(source.text, undefined, source.title).readTopLevelTokens();
    let depth = 0;
    for (const token of tokens) {
      if (!('name' in token)) continue;
      const name = String(token.name);
      if (openers.test(name)) depth += 1;
      else if (name.startsWith('end')) depth -= 1;
      if (depth > nestingLimit) {
        const message = `Tags are nested more than ${nestingLimit} deep.`;
        throw new Trouble({ ...placeOf(token, source.title), message });
      }
    }
    this.#tags += tokens.length;
    if (this.#tags > tagLimit) {
      const message = `The template has more than ${tagLimit} tags and texts between them.`;
      throw new Trouble({ message, line: 1, column: 1, title: source.title });
    }
  }

  *#render(templates: Template[], context: Context, given?: Emitter): IterableIterator<unknown> {
    let buffer = '';
    const emitter: Emitter = given ?? {
      buffer: '',
      write: (part: unknown) => {
        buffer += String(part);
      },
    };
    for (const template of templates) {
      this.#current = template;
      this.#steps += 1;
      if (this.#steps > stepLimit)
        throw this.#trouble(
          `More than ${stepLimit} tags were rendered: does a loop go on for ever?`,
        );
      try {
        const text: unknown = yield template.render(context, this.#counted(emitter));
        if (text) emitter.write(text);
      } catch (error) {
        if (error instanceof Trouble || LiquidError.is(error)) throw error;
        if (error instanceof Refusal) throw this.#refused(error);
        throw new RenderError(error as Error, template);
      }
      if (context.breakCalled || context.continueCalled) break;
    }
    return buffer;
  }

  #counted(emitter: Emitter): Emitter {
    return {
      get buffer() {
        return emitter.buffer;
      },
      write: (part: unknown) => {
        this.#written += String(part).length;
        if (this.#written > outputLimit)
          throw this.#trouble(`The text became larger than ${outputLimit} characters.`);
        emitter.write(part);
      },
    } as Emitter;
  }

  /** What is put: a text as it is, a value as a mark. */
  #output(value: unknown): string {
    if (value instanceof Text) return Text.marked(value);
    return this.pieces.mark({ value: plainValue(value), escaped: null, origin: this.#origin() });
  }

  #trouble(message: string): Trouble {
    const { line, column, title } = this.where();
    return new Trouble({ message, line, column, title });
  }

  #refused(refusal: Refusal): Trouble {
    return this.#trouble(`${this.where().name} ${refusal.message}.`);
  }
}

/** A script that is no template: its text as it is. */
class Literal implements Template {
  readonly token: Template['token'];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    this.token = new Tokenizer('').readIdentifier();
  }

  render(_context: Context, emitter: Emitter): void {
    emitter.write(this.#text);
  }
}

/** A script's name among all of the team's. */
function nameOf(source: Source): string {
  return `${source.kind}:${source.title}`;
}

function withoutKind(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
