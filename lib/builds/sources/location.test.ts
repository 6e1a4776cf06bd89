import { expect, test } from 'vitest';
import { parseLocation, shownLocation } from './location';
import { ipxeUpstream } from './schema';

test.each([
  ['/srv/ipxe', { kind: 'folder', path: '/srv/ipxe' }],
  ['/srv/my ipxe/', { kind: 'folder', path: '/srv/my ipxe' }],
  [ipxeUpstream, { kind: 'git', url: ipxeUpstream, ref: 'HEAD' }],
  [
    'https://git.example/ipxe.git#v2.0.0',
    { kind: 'git', url: 'https://git.example/ipxe.git', ref: 'v2.0.0' },
  ],
  [
    'ssh://git@git.example:2222/ipxe#lab/main',
    { kind: 'git', url: 'ssh://git@git.example:2222/ipxe', ref: 'lab/main' },
  ],
  [
    'git@git.example:boot/ipxe.git',
    { kind: 'git', url: 'git@git.example:boot/ipxe.git', ref: 'HEAD' },
  ],
  ['file:///srv/ipxe.git', { kind: 'git', url: 'file:///srv/ipxe.git', ref: 'HEAD' }],
])('%s is understood', (text, expected) => {
  expect(parseLocation(text)).toEqual(expected);
});

test.each([
  ['--upload-pack=id', 'dash'],
  ['ext::sh -c id', 'must be an absolute path'],
  ['ftp://git.example/ipxe', 'must be an absolute path'],
  ['ipxe', 'must be an absolute path'],
  ['https://git.example/a b', 'spaces'],
  ['ssh://-oProxyCommand=id/x', 'host'],
  ['ssh://me@-oProxyCommand=id/x', 'host'],
  ['https://git.example/ipxe#--upload-pack=id', 'branch or a tag'],
  ['https://git.example/ipxe#a..b', 'branch or a tag'],
  ['https://git.example/ipxe#', 'branch or a tag'],
  ['https://git.example/i\npxe', 'control'],
  ['/srv/i\0pxe', 'control'],
])('%j is refused', (text, reason) => {
  expect(() => parseLocation(text)).toThrow(reason);
});

test('a password is not shown', () => {
  expect(shownLocation('https://me:s3cret@git.example/ipxe.git')).toBe(
    'https://me:…@git.example/ipxe.git',
  );
  expect(shownLocation('git@git.example:ipxe')).toBe('git@git.example:ipxe');
});
