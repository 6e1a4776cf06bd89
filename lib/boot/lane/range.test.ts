import { expect, test } from 'vitest';
import { askedPart } from './range';

const etag = '"abc"';
const ask = (headers: { range?: string; ifRange?: string; ifNoneMatch?: string }, size = 100) =>
  askedPart({
    size,
    etag,
    range: headers.range,
    ifRange: headers.ifRange,
    ifNoneMatch: headers.ifNoneMatch,
  });

test.each([
  [undefined, { status: 200, start: 0, end: 100 }],
  ['bytes=0-9', { status: 206, start: 0, end: 10 }],
  ['bytes=90-', { status: 206, start: 90, end: 100 }],
  ['bytes=90-1000', { status: 206, start: 90, end: 100 }],
  ['bytes=-5', { status: 206, start: 95, end: 100 }],
  ['bytes=-500', { status: 206, start: 0, end: 100 }],
  ['bytes=99-99', { status: 206, start: 99, end: 100 }],
  ['bytes=100-', { status: 416 }],
  ['bytes=-0', { status: 416 }],
  ['bytes=9-5', { status: 200, start: 0, end: 100 }],
  ['bytes=0-1,5-6', { status: 200, start: 0, end: 100 }],
  ['bytes=-', { status: 200, start: 0, end: 100 }],
  ['lines=1-2', { status: 200, start: 0, end: 100 }],
])('Range %s', (range, part) => {
  expect(ask({ range })).toEqual(part);
});

test('a range of another version is answered by the whole file', () => {
  expect(ask({ range: 'bytes=10-', ifRange: etag })).toMatchObject({ status: 206 });
  expect(ask({ range: 'bytes=10-', ifRange: '"other"' })).toMatchObject({ status: 200 });
  expect(ask({ range: 'bytes=10-', ifRange: `W/${etag}` })).toMatchObject({ status: 200 });
});

test('what the machine has is not sent again', () => {
  expect(ask({ ifNoneMatch: etag })).toEqual({ status: 304 });
  expect(ask({ ifNoneMatch: `"x", W/${etag}`, range: 'bytes=0-1' })).toEqual({ status: 304 });
  expect(ask({ ifNoneMatch: '*' })).toEqual({ status: 304 });
  expect(ask({ ifNoneMatch: '"x"' })).toMatchObject({ status: 200 });
});

test('an empty file has no part', () => {
  expect(ask({}, 0)).toEqual({ status: 200, start: 0, end: 0 });
  expect(ask({ range: 'bytes=0-' }, 0)).toEqual({ status: 416 });
});
