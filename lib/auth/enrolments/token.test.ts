import { expect, test } from 'vitest';
import { sign } from '@/lib/core/secret';
import { enrolmentToken, readEnrolmentToken } from './token';

const id = '3f2c9f0e-9f5e-4b57-8c55-1f2d3e4a5b6c';
const token = enrolmentToken(id);

test('a token of ours names its enrolment', () => {
  expect(readEnrolmentToken(token)).toBe(id);
});

test('a token fits into a URL and into an iPXE script as it is', () => {
  expect(token).toMatch(/^[0-9a-f-]{36}\.[A-Za-z0-9_-]{32}$/);
});

test.each([
  ['', 'nothing'],
  [id, 'an id alone'],
  [`${id}.`, 'no signature'],
  [`${id}.${'A'.repeat(32)}`, 'a made-up signature'],
  [`${token}x`, 'something behind it'],
  [token.toUpperCase(), 'another spelling'],
  [`not-an-id.${token.split('.')[1]}`, 'another id'],
  [`${id}.${sign('install', id)}`, 'the token of an install'],
  [`${id}.${'x'.repeat(1_000_000)}`, 'a megabyte'],
])('%.60s is refused: %s', (text) => {
  expect(readEnrolmentToken(text)).toBeNull();
});

test('the signature of one enrolment does not open another', () => {
  const other = '00000000-9f5e-4b57-8c55-1f2d3e4a5b6c';
  expect(readEnrolmentToken(`${other}.${token.split('.')[1]}`)).toBeNull();
});
