import { expect, test } from 'vitest';
import { parseLocation, shownLocation, shownText } from './location';
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
  [
    'https://me:p%40s%2Fs@git.example/x#v1',
    { kind: 'git', url: 'https://me:p%40s%2Fs@git.example/x', ref: 'v1' },
  ],
  ['file:///srv/a@b/c@d', { kind: 'git', url: 'file:///srv/a@b/c@d', ref: 'HEAD' }],
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
  ['https://me:p/ss@git.example/x', '%2F'],
  ['https://me/x@git.example/x', '%2F'],
  ['https://me:p@ss@git.example/x', '%40'],
  ['https://me:1@ss/2@git.example/x', '%40'],
  ['https://git.example/i\npxe', 'control'],
  ['/srv/i\0pxe', 'control'],
])('%j is refused', (text, reason) => {
  expect(() => parseLocation(text)).toThrow(reason);
});

test.each([
  ['https://me:s3cret@git.example/ipxe.git', 'https://…@git.example/ipxe.git'],
  ['https://ghp_SECRET@github.com/x/ipxe.git', 'https://…@github.com/x/ipxe.git'],
  ['https://me:p@ss@git.example/x#main', 'https://…@git.example/x#main'],
  ['https://me:p/s/s@git.example/x', 'https://…@git.example/x'],
  ['https://me:p#ss@git.example/x', 'https://…@git.example/x'],
  ['https://me:p ss@git.example/x', 'https://…@git.example/x'],
  [' https://me:s3cret@git.example/x\n', 'https://…@git.example/x'],
  ['HTTPS://me:@git.example/x', 'HTTPS://…@git.example/x'],
  ['me:s3cret@git.example:x', '…@git.example:x'],
  ['git@git.example:ipxe', 'git@git.example:ipxe'],
  ['https://git.example/ipxe.git', 'https://git.example/ipxe.git'],
  ['/srv/me@home/ipxe', '/srv/me@home/ipxe'],
])('%j is shown as %j', (text, shown) => {
  expect(shownLocation(text)).toBe(shown);
});

test.each([
  "fatal: could not read Password for 'https://ghp_SECRET1@git.example': terminal prompts disabled",
  "fatal: unable to access 'https://ghp_SECRET1@git.example/x/': 403",
  'remote: no such user: ghp_SECRET1',
  'remote: moved to https://other:ghp_SECRET2@mirror.example/x',
])('of %j nothing secret is left', (text) => {
  const location = 'https://ghp_SECRET1@git.example/x';
  const shown = shownText({ text, location });
  expect(shown).not.toContain('SECRET');
  expect(shown).toMatch(/^(fatal|remote): /);
});

test('a password is found in both spellings, and beside its name', () => {
  const location = 'https://me:p%40ssw%2Ford@git.example/x';
  const text = 'p@ssw/ord, p%40ssw%2Ford, me:p%40ssw%2Ford, me';
  expect(shownText({ text, location })).toBe('…, …, …, me');
});
