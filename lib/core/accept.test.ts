import { expect, test } from 'vitest';
import { wantsJson } from './accept';

test.each([
  [null, false],
  ['', false],
  ['*/*', false],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', false],
  ['text/plain', false],
  ['application/json', true],
  ['Application/JSON; charset=utf-8', true],
  ['application/json, text/plain, */*', true],
  ['application/json;q=0', false],
  ['application/json;q=0.5, text/plain', false],
  ['text/plain;q=0.5, application/json', true],
])('Accept: %s → JSON %s', (header, expected) => {
  expect(wantsJson(header)).toBe(expected);
});
