import { expect, test } from 'vitest';
import { profileRule } from '@/lib/hosts/profiles/rules/schema';
import { conditionNames, ruleSentence } from './sentence';

test('a rule is a sentence, with all its conditions', () => {
  expect(ruleSentence({ macPrefix: '52:54:00' })).toBe(
    'Every host whose MAC begins with 52:54:00.',
  );
  const rule = { label: 'rack=a4', arch: 'x86_64', network: '10.77.0.0/24', macPrefix: '52:54:00' };
  expect(ruleSentence(rule)).toBe(
    'Every host whose MAC begins with 52:54:00, labelled rack=a4, with an address in 10.77.0.0/24 and that is x86_64.',
  );
});

test('a condition that is not typed yet is a gap', () => {
  expect(ruleSentence({ label: ' ' })).toBe('Every host with a label ….');
  expect(ruleSentence({})).toBe('A rule without a condition takes no host.');
});

test('the form offers every condition that a rule can have', () => {
  const whole = {
    macPrefix: '52:54:00',
    uuid: '4c4c4544-0042-3510-8051-b4c04f4b3532',
    serial: 'CZ1234X',
    label: 'rack=a4',
    network: '10.77.0.0/24',
    arch: 'x86_64',
  };
  expect(Object.keys(profileRule.parse(whole)).sort()).toEqual([...conditionNames].sort());
});
