import { expect, test } from 'vitest';
import { installToken, readInstallToken } from './token';

const id = '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c';

test('a token of ours names its install', () => {
  expect(readInstallToken(installToken(id))).toBe(id);
});

test('a token fits into a URL and onto a kernel line as it is', () => {
  expect(installToken(id)).toMatch(/^[0-9a-f-]{36}\.[A-Za-z0-9_-]{32}$/);
});

test.each([
  ['', 'nothing'],
  [id, 'an id alone'],
  [`${id}.`, 'no signature'],
  [`${id}.${'A'.repeat(32)}`, 'a made-up signature'],
  [`${installToken(id)}x`, 'something behind it'],
  [installToken(id).toUpperCase(), 'another spelling'],
  [`not-an-id.${installToken(id).split('.')[1]}`, 'another id'],
])('%s is refused: %s', (token) => {
  expect(readInstallToken(token)).toBeNull();
});

test('the signature of one install does not open another', () => {
  const other = '00000000-9f5e-4b57-8c55-1f2d3e4a5b6c';
  expect(readInstallToken(`${other}.${installToken(id).split('.')[1]}`)).toBeNull();
});
