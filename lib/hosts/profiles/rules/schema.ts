/**
 * Rules by which hosts get a profile.
 *
 * Glossary. condition: one thing that a rule asks of a host. rule: conditions
 * that must all fit. A profile has any number of rules; one that fits is enough.
 */
import { z } from 'zod';
import { usableSerial, usableUuid } from '../../identity';
import { labelSelector } from '../../labels/schema';
import { readMacPrefix } from './mac-prefix';
import { readNetwork } from './network';

const rulesLimit = 100;
const controlCharacter = /\p{Cc}/u;

/** A condition that is read by a function, which gives its one form or what is wrong with it. */
function condition(read: (text: string) => { value: string } | { problem: string }) {
  return z.string().transform((text, context) => {
    const found = read(text);
    if ('value' in found) return found.value;
    context.addIssue({ code: 'custom', message: found.problem });
    return z.NEVER;
  });
}

const uuid = condition((text) => {
  if (!z.guid().safeParse(text.trim().replace(/^\{|\}$/g, '')).success) {
    return { problem: 'Write a UUID such as 4c4c4544-0042-3510-8051-b4c04f4b3532.' };
  }
  const value = usableUuid(text);
  if (value) return { value };
  return { problem: 'Many machines share this UUID, so it tells none of them apart.' };
});

const serial = condition((text) => {
  const value = text.trim();
  if (value.length > 200) return { problem: 'At most 200 characters.' };
  if (controlCharacter.test(value)) return { problem: 'Write it in one line.' };
  if (usableSerial(value)) return { value };
  return { problem: 'Many machines share this serial number, so it tells none of them apart.' };
});

const arch = condition((text) => {
  const value = archOf(text);
  if (value === 'x86_64' || value === 'arm64') return { value };
  return { problem: 'Write x86_64 or arm64.' };
});

/** One name an architecture: `i386` is what iPXE calls itself on any BIOS. */
export function archOf(text: string): string {
  const name = text.trim().toLowerCase();
  if (/^(x86[_-]64|amd64|x64|i[3-6]86)$/.test(name)) return 'x86_64';
  return name === 'aarch64' ? 'arm64' : name;
}

const conditions = {
  /** The first 1 to 6 bytes of any of its MACs, in any spelling; comes out as 52:54:00. */
  macPrefix: condition(readMacPrefix),
  uuid,
  serial,
  /** `name`, whatever its value, or `name=value`. */
  label: labelSelector,
  /** Its address lies in it: 10.77.0.0/24. */
  network: condition(readNetwork),
  arch,
};

export const conditionNames = Object.keys(conditions) as (keyof typeof conditions)[];

export const profileRule = z
  .strictObject(conditions)
  .partial()
  .transform(withoutUndefined)
  .superRefine((rule, context) => {
    if (Object.keys(rule).length > 0) return;
    context.addIssue({
      code: 'custom',
      message:
        'A rule without a condition would fit every host. Make the profile the default one for that.',
    });
  });
export type ProfileRule = z.infer<typeof profileRule>;

export const profileRules = z
  .array(profileRule)
  .max(rulesLimit, `At most ${rulesLimit} rules.`)
  .superRefine((rules, context) => {
    const seen = new Set<string>();
    rules.forEach((rule, index) => {
      const key = JSON.stringify(conditionNames.map((name) => rule[name] ?? null));
      if (seen.has(key)) {
        context.addIssue({ code: 'custom', path: [index], message: 'This rule is there twice.' });
      }
      seen.add(key);
    });
  });

function withoutUndefined<T extends object>(rule: T): T {
  return Object.fromEntries(Object.entries(rule).filter(([, one]) => one !== undefined)) as T;
}
