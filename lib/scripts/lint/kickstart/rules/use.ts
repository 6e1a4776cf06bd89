/** A command as the rules see it: its options and arguments, for the releases in question. */
import { isUnknown } from '../../blanks';
import type { Place } from '../../place';
import type { Severity } from '../../schema';
import type { Given, Judge } from '../arguments';
import { howMany, parseSpan } from '../releases';
import type { Word } from '../words';

export interface Problem {
  severity: Severity;
  /** Without `kickstart/`. */
  rule: string;
  message: string;
  at?: Place | undefined;
}

export class Use {
  constructor(
    /** By its first name: `part` for `partition`. */
    readonly name: string,
    readonly word: Word,
    readonly given: Given,
    readonly judge: Judge,
  ) {}

  get positionals(): Word[] {
    return this.given.positionals;
  }

  /** True where the option is there at all. */
  has(option: string): boolean {
    return this.given.options.has(option);
  }

  /** The option's value; an empty one counts as none, as the installer counts it. */
  value(option: string): string | null {
    return this.given.options.get(option)?.value || null;
  }

  /** True where an option is there and set to something: a flag, or a value that is not empty. */
  set(option: string): boolean {
    const one = this.given.options.get(option);
    return one !== undefined && one.value !== '';
  }

  /** The number, 0 where there is none; null where it is known only when rendered. */
  number(option: string): number | null {
    const value = this.value(option);
    if (value !== null && isUnknown(value)) return null;
    return value === null ? 0 : Number(value.replaceAll('_', '')) || 0;
  }

  at(option: string): Place {
    return this.given.options.get(option)?.at ?? this.word;
  }

  /** True where the text is for these releases only: `F-24 R8`. */
  onlyFor(span: string): boolean {
    return howMany(parseSpan(span), this.judge.targets) === 'all';
  }
}

export type Rule = (use: Use) => Problem | Problem[] | null;

/** Something that the installer refuses. */
export function refused(message: string, at?: Place): Problem {
  return { severity: 'error', rule: 'arguments', message, at };
}

/** Something that installs, and is seldom meant. */
export function doubtful(rule: string, message: string, at?: Place): Problem {
  return { severity: 'warning', rule, message, at };
}

/** At most one of these options, and one of them where it is needed. */
export function oneOf(given: { options: string[]; needed: boolean }): Rule {
  return (use) => {
    const there = given.options.filter((option) => use.set(option));
    const [, second] = there;
    if (second) return refused(`Only one of ${there.join(' and ')} can be given.`, use.at(second));
    if (there.length > 0 || !given.needed || use.given.unsure) return null;
    return refused(`${use.name} needs one of ${given.options.join(', ')}.`);
  };
}
