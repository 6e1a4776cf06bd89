/** What one of iPXE's commands takes: the shape of the tables beside this file. */

/** What a value has to look like, and what is offered for it. */
export type ValueKind =
  | 'text'
  /** `strtoul` with base 0: decimal, 0x…, or octal with a leading 0. */
  | 'integer'
  /** Milliseconds, an integer. */
  | 'timeout'
  /** One character, or an integer. */
  | 'key'
  | 'setting'
  | 'label'
  | 'uri'
  | 'interface'
  | 'uuid';

export interface Option {
  name: string;
  short: string;
  /** What follows it; null for a flag. */
  value: ValueKind | null;
  /** First day that upstream had it, as YYYYMMDD, where builds in use are older. */
  since?: number;
}

export interface CommandSpec {
  name: string;
  /** One sentence. */
  about: string;
  options: Option[];
  /** The arguments behind the options, as usage is written. */
  operands: string;
  min: number;
  /** Infinity where the rest of the line is taken. */
  max: number;
  /** What each argument is; the last one stands for all that follow. */
  kinds: ValueKind[];
  since?: number;
}

export const flag = (name: string, short: string, since?: number): Option => ({
  name,
  short,
  value: null,
  ...(since ? { since } : {}),
});

export const value = (name: string, short: string, kind: ValueKind, since?: number): Option => ({
  name,
  short,
  value: kind,
  ...(since ? { since } : {}),
});

/** A command that takes `operands`, such as `<setting> [<increment>]`. */
export function command({
  name,
  about,
  operands = '',
  args,
  kinds = [],
  options = [],
  since,
}: {
  name: string;
  about: string;
  operands?: string;
  /** Fewest and most arguments; without `max` there is no most. */
  args: { min: number; max?: number };
  kinds?: ValueKind[];
  options?: Option[];
  since?: number;
}): CommandSpec {
  return {
    name,
    about,
    options,
    operands,
    min: args.min,
    max: args.max ?? Number.POSITIVE_INFINITY,
    kinds,
    ...(since ? { since } : {}),
  };
}

/** How the command is used, as iPXE itself would print it. */
export function usageOf(spec: CommandSpec): string {
  const options = spec.options.map((option) => {
    const shown = option.value ? ` <${valueName(option)}>` : '';
    return `[-${option.short}|--${option.name}${shown}]`;
  });
  return [spec.name, ...options, ...(spec.operands ? [spec.operands] : [])].join(' ');
}

function valueName(option: Option): string {
  if (option.value === 'timeout') return 'milliseconds';
  if (option.value === 'integer') return 'number';
  return option.name;
}
