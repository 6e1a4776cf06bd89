import { expect, test } from 'vitest';
import { withoutSecrets } from './redact';

test('secrets stay out at any depth', () => {
  const kept = withoutSecrets({
    name: 'node-17',
    password: 'a',
    adminPassword: 'b',
    nested: [{ apiToken: 'c', passwordHash: 'd', port: 1 }],
    clientSecret: 'e',
  });
  expect(JSON.stringify(kept)).not.toMatch(/"[abcde]"/);
  expect(kept).toMatchObject({ name: 'node-17', nested: [{ port: 1 }] });
});

test('what JSON cannot hold becomes plain', () => {
  expect(withoutSecrets({ size: 5n, at: new Date(0), none: undefined, nul: 'a\0b' })).toEqual({
    size: 5,
    at: '1970-01-01T00:00:00.000Z',
    nul: 'ab',
  });
});

test('a long text is cut', () => {
  expect(String(withoutSecrets({ text: 'x'.repeat(5_000) }).text)).toHaveLength(2_001);
});
