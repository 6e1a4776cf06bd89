import { describe, expect, it } from 'vitest';
import { checkIpxe } from '../lint/ipxe/check';
import { debian13 } from '../lint/ipxe/corpus/debian-13';
import { mediumReadyScript } from './medium';

describe('the ready script of media', () => {
  it.each([
    ['where it is read', mediumReadyScript],
    [
      'as it goes out',
      mediumReadyScript.replace('\n', '\nset base http://10.0.0.1:3000\nset enrolment a.b\n'),
    ],
  ])('is clean to the checker: %s', (_, text) => {
    const findings = checkIpxe({ text, kind: 'main', capabilities: debian13 });
    // The iPXE for arm64 has no "cpuid"; it is not asked there, being no i386.
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^ipxe-arm64\.efi .*"cpuid"\. The line goes on behind/),
    ]);
  });
});
