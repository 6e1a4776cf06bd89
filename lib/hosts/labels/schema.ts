/**
 * Labels: what people say of a machine, name to value, such as rack=a4.
 * Profiles are chosen by them, lists are filtered by them, templates use them.
 *
 * Glossary. label: a name and its value, which may be empty. selector: `name`
 * for any value, or `name=value` for that one.
 */
import { z } from 'zod';

const labelsLimit = 64;
const controlCharacter = /[\p{Cc}\u2028\u2029]/u;

export const labelName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, {
  message:
    'A label\'s name has small letters, digits, ".", "_" and "-", begins with a letter or digit, and has at most 63 characters.',
});

/** One line: it ends up in scripts. */
export const labelValue = z
  .string()
  .trim()
  .max(200, 'At most 200 characters.')
  .refine((value) => value.isWellFormed() && !controlCharacter.test(value), {
    message: 'Control characters and line breaks are not allowed in a value.',
  });

export const labels = z
  .record(labelName, labelValue)
  .refine((given) => Object.keys(given).length <= labelsLimit, {
    message: `At most ${labelsLimit} labels.`,
  });
export type Labels = z.infer<typeof labels>;

/** A change of labels: a value sets, null takes away, what is not named stays. */
export const labelChange = z
  .record(labelName, labelValue.nullable())
  .refine((given) => Object.keys(given).length > 0, 'Name a label.')
  .refine((given) => Object.keys(given).length <= labelsLimit, {
    message: `At most ${labelsLimit} labels.`,
  });
export type LabelChange = z.infer<typeof labelChange>;

/** `name` or `name=value`; comes out without spaces around either. */
export const labelSelector = z.string().transform((text, context) => {
  const { name, value } = readSelector(text);
  const wrong =
    labelName.safeParse(name).error ??
    (value === null ? undefined : labelValue.safeParse(value).error);
  if (!wrong) return value === null ? name : `${name}=${value}`;
  context.addIssue({ code: 'custom', message: wrong.issues[0]?.message ?? 'This is no label.' });
  return z.NEVER;
});

/** The two halves of a selector; `value` null: any. */
export function readSelector(text: string): { name: string; value: string | null } {
  const at = text.indexOf('=');
  if (at < 0) return { name: text.trim(), value: null };
  return { name: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** True when the labels have what the selector asks for. */
export function hasLabel(given: Labels, selector: string): boolean {
  const { name, value } = readSelector(selector);
  if (!Object.hasOwn(given, name)) return false;
  return value === null || given[name] === value;
}

/** The labels with a change in them. */
export function changedLabels(given: { labels: Labels; change: LabelChange }): Labels {
  const merged = { ...given.labels, ...given.change };
  return Object.fromEntries(
    Object.entries(merged).filter((one): one is [string, string] => one[1] !== null),
  );
}
