import { expect, it } from 'vitest';
import { releaseForIpxe } from './releases';
import { readsAutoexecByTftp } from './version';

it.each([
  ['1.0.0+git-20190125.36a4c85-5.1', false],
  ['1.21.1+git-20220113.fbbdc3926-0ubuntu2', false],
  ['1.21.1+git20250501.dad20602+dfsg-1', true],
  ['2.0.0+dfsg-5', true],
  ['1:2.0.0-1', true],
  ['1.21.1-1', false],
])('knows whether %s reads autoexec.ipxe by TFTP: %s', (version, expected) => {
  expect(readsAutoexecByTftp(version)).toBe(expected);
});

it.each([
  ['debian', 'bookworm', 'trixie'],
  ['debian', 'trixie', 'trixie'],
  ['debian', 'forky', 'forky'],
  ['ubuntu', 'noble', 'resolute'],
  ['ubuntu', 'resolute', 'resolute'],
])('takes iPXE on %s %s from %s', (distribution, release, expected) => {
  expect(releaseForIpxe({ distribution, release })).toBe(expected);
});
