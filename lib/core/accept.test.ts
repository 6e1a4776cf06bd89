import { expect, test } from 'vitest';
import { wantsJson, wantsJsonNotBytes } from './accept';

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

test.each([
  [null, false],
  ['*/*', false],
  ['application/json', true],
  ['application/json, text/plain', true],
  // What axios sends by itself.
  ['application/json, text/plain, */*', false],
  ['application/json, */*;q=0.1', false],
  ['application/json, application/octet-stream', false],
  ['application/octet-stream', false],
  ['application/json;q=0', false],
])('Accept: %s where a file is the plain answer → JSON %s', (header, expected) => {
  expect(wantsJsonNotBytes(header)).toBe(expected);
});
