import type { ProfileRule } from '@/lib/hosts/profiles/rules/schema';

/** A rule while it is typed: nothing in it was judged yet. */
export type DraftRule = Partial<Record<keyof ProfileRule, string>>;

/** The conditions that a rule can have, in the order in which a sentence names them. */
export const conditions: Record<
  keyof ProfileRule,
  { name: string; placeholder: string; words: (value: string) => string }
> = {
  macPrefix: {
    name: 'MAC begins with',
    placeholder: '52:54:00',
    words: (value) => `whose MAC begins with ${value}`,
  },
  uuid: {
    name: 'UUID',
    placeholder: '4c4c4544-0042-3510-8051-b4c04f4b3532',
    words: (value) => `with the UUID ${value}`,
  },
  serial: {
    name: 'Serial number',
    placeholder: 'CZ1234X',
    words: (value) => `with the serial number ${value}`,
  },
  label: {
    name: 'Label',
    placeholder: 'rack=a4',
    words: (value) => (value.includes('=') ? `labelled ${value}` : `with a label ${value}`),
  },
  network: {
    name: 'Address lies in',
    placeholder: '10.77.0.0/24',
    words: (value) => `with an address in ${value}`,
  },
  arch: {
    name: 'Architecture',
    placeholder: '',
    words: (value) => `that is ${value}`,
  },
};

export const conditionNames = Object.keys(conditions) as (keyof ProfileRule)[];

/** What a rule takes, as a sentence, also while it is not complete. */
export function ruleSentence(rule: DraftRule): string {
  const parts = conditionNames.flatMap((name) => {
    const value = rule[name];
    return value === undefined ? [] : [conditions[name].words(value.trim() || '…')];
  });
  if (parts.length === 0) return 'A rule without a condition takes no host.';
  const last = parts.pop();
  return `Every host ${parts.length > 0 ? `${parts.join(', ')} and ` : ''}${last}.`;
}
