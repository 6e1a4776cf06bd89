/**
 * What a kickstart's commands and sections take, read from facts.json: made
 * by looking at the option parsers of the pykickstart that it names.
 */
import facts from './facts.json';
import { parseSpan, type Span } from './releases';

export type ValueKind = 'flag' | 'text' | 'int' | 'bool' | 'list' | 'choice';

export interface OptionFacts {
  name: string;
  value: ValueKind;
  /** The value may be left out. */
  optional: boolean;
  choices: string[];
  in: Span;
  /** Known to other releases than its command. */
  hasOwnAge: boolean;
  deprecated: Span | null;
  required: Span | null;
  /** The name that means the same. */
  as: string;
}

export interface CommandFacts {
  /** The name that means the same: `part` for `partition`. */
  name: string;
  in: Span;
  deprecated: Span | null;
  /** Commands that cannot be in the same file. */
  conflicts: string[];
  options: Map<string, OptionFacts>;
}

interface Written {
  in?: string;
  as?: string;
  deprecated?: string;
  conflicts?: string[];
  options?: Record<string, string>;
}

/** Reads `text; in F26- R8-; deprecated F29-33; required; as --name`. */
function readOption(given: { name: string; text: string; whole: Span }): OptionFacts {
  const { name, text, whole } = given;
  const [kind = 'text', ...clauses] = text.split('; ');
  const clause = (word: string) => {
    const found = clauses.find((one) => one === word || one.startsWith(`${word} `));
    return found?.slice(word.length + 1);
  };
  const known = clause('in');
  const deprecated = clause('deprecated');
  const required = clause('required');
  const inSpan = known === undefined ? whole : parseSpan(known);
  return {
    name,
    value: kind.startsWith('=') ? 'choice' : (kind.replace('?', '') as ValueKind),
    optional: kind.endsWith('?'),
    choices: kind.startsWith('=') ? kind.slice(1).split('/') : [],
    in: inSpan,
    hasOwnAge: known !== undefined,
    deprecated: deprecated === undefined ? null : parseSpan(deprecated),
    required: required === undefined ? null : required === '' ? inSpan : parseSpan(required),
    as: clause('as') ?? name,
  };
}

function readTable(table: Record<string, Written>): Map<string, CommandFacts> {
  const read = new Map<string, CommandFacts>();
  for (const [key, value] of Object.entries(table)) {
    const written = value.as ? { ...table[value.as], ...value } : value;
    const whole = parseSpan(written.in ?? '');
    const options = Object.entries(written.options ?? {}).map(
      ([name, text]) => [name, readOption({ name, text, whole })] as const,
    );
    read.set(key, {
      name: value.as ?? key,
      in: whole,
      deprecated: written.deprecated ? parseSpan(written.deprecated) : null,
      conflicts: written.conflicts ?? [],
      options: new Map(options),
    });
  }
  return read;
}

export const commands = readTable(facts.commands as Record<string, Written>);
export const sections = readTable(facts.sections as Record<string, Written>);
