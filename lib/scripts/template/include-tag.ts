/** `{% include 'Title' %}` and `{% render 'Title' %}`: another script of the team, by its title. */
import {
  type Arguments,
  type Context,
  type Emitter,
  Hash,
  type Liquid,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
  type ValueToken,
} from 'liquidjs';

/** Reads the script of a title. Throws where there is none, or where it leads back. */
export type Load = (given: { title: string; tag: TagToken }) => Template[];

/**
 * The class of the tag. Titles are literal, so that what a script includes is
 * known without rendering it, and can be pinned. What is handed over,
 * `{% include 'Title', disk: 'sda' %}`, is read there as `given.disk`.
 * `include` shares what `{% assign %}` made with the script around it,
 * `render` does not.
 */
export function includeTag(given: { load: Load; isolated: boolean }) {
  const { load, isolated } = given;
  return class extends Tag {
    readonly title: string;
    readonly hash: Hash;
    readonly templates: Template[];

    constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
      super(token, remaining, liquid);
      const title = this.tokenizer.readQuoted();
      if (!title) throw new Error(`the title of a script in quotes must follow ${token.name}`);
      this.title = title.content;
      this.hash = new Hash(this.tokenizer, liquid.options.keyValueSeparator);
      const given = Object.entries(this.hash.hash);
      this.tokenizer.skipBlank();
      if (!this.tokenizer.end() || given.some(([, value]) => value === undefined)) {
        throw new Error(`after the title of ${token.name} come only pairs: , name: value`);
      }
      this.templates = load({ title: this.title, tag: token });
    }

    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const given = (yield this.hash.render(context)) as Record<string, unknown>;
      const inner = isolated ? context.spawn({ ...fixed(context) }) : context;
      inner.push({ given: Object.assign(Object.create(null), given) });
      yield this.liquid.renderer.renderTemplates(this.templates, inner, emitter);
      inner.pop();
    }

    *children(): Generator<unknown, Template[]> {
      return (yield this.templates) as Template[];
    }

    partialScope() {
      return { name: `${isolated}:${this.title}`, isolated: false, scope: [] };
    }

    *arguments(): Arguments {
      for (const value of Object.values(this.hash.hash)) if (value) yield value as ValueToken;
    }
  };
}

/** The variables of the rendering, which `render` sees too: they are the same everywhere. */
function fixed(context: Context): object {
  return context.environments;
}
