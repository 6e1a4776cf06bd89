/** Renders a script for a host: source and variables in, text out. Pure but for the salt of `crypt`. */
import { Engine } from './engine';
import { bounded } from './limits';
import { putTogether } from './place';
import type { Problem, Source, Variables } from './schema';
import { scopeOf } from './scope';
import { targetOf } from './target';
import { problemOf } from './trouble';

export type Rendered =
  | {
      ok: true;
      text: string;
      /** Names of the secrets that the text holds, or was decided by. */
      secrets: string[];
      /** Scripts that it includes, as the templates name them. */
      includes: string[];
    }
  | { ok: false; problems: Problem[] };

/**
 * The text of a script for a host. A script that is no template is its text,
 * byte for byte. `include` gives the script that an include names, as
 * `Title` or `kind:Title`. With `maskSecrets` dots stand where secrets would.
 * Never throws for what an author wrote: that is a problem, with its place.
 */
export function renderScript(given: {
  source: Source;
  variables: Variables;
  include: (title: string) => Source | null;
  maskSecrets?: boolean;
}): Rendered {
  const { source, variables, include, maskSecrets = false } = given;
  if (!source.template) return { ok: true, text: source.text, secrets: [], includes: [] };
  const secrets = new Set<string>();
  const onSecret = (name: string) => secrets.add(name);
  const { scope, globals } = scopeOf({ variables, maskSecrets, onSecret });
  const engine = new Engine({ source, include, globals });
  try {
    return bounded(() => {
      const marked: unknown = engine.liquid.renderSync(engine.read(), scope);
      const text = putTogether({
        segments: engine.pieces.segments(String(marked)),
        target: targetOf(source),
      });
      return { ok: true, text, secrets: [...secrets].sort(), includes: engine.includes };
    });
  } catch (error) {
    return { ok: false, problems: [problemOf(error, engine.where())] };
  }
}
