import { expect, test } from 'vitest';
import { checkScript } from '../check';

function findings(addon: string, template = false): string[] {
  const text = `#version=RHEL9\n${addon}`;
  return checkScript({ kind: 'kickstart', dialect: 'kickstart', text, template })
    .filter(({ rule }) => rule === 'kickstart/addon')
    .map(({ line, column, endColumn, message }) => `${line}:${column}-${endColumn} ${message}`);
}

test('crash dumps as they are written', () => {
  expect(findings('%addon com_redhat_kdump --enable --reserve-mb=auto\n%end\n')).toEqual([]);
  expect(findings("%addon com_redhat_kdump --enable --reserve-mb='256'\n%end\n")).toEqual([]);
  expect(
    findings('%addon com_redhat_kdump --enabel --disable --enable --reserve-mb=1G\n%end\n'),
  ).toEqual([
    '2:1-7 Both --enable and --disable: the last one wins.',
    '2:25-33 com_redhat_kdump has no option --enabel. Did you mean "--enable"?',
    '2:53-68 "1G" is no number of MB: write --reserve-mb=256, or auto.',
  ]);
});

test('a security policy as it is written', () => {
  const policy = (lines: string[], name = 'com_redhat_oscap') =>
    findings(`%addon ${name}\n${lines.join('\n')}\n%end\n`);
  const whole = [
    'content-type = scap-security-guide',
    '  profile = cis',
    '',
    '# datastream-id = x',
  ];
  expect(policy(whole)).toEqual([]);
  expect(policy(whole, 'org_fedora_oscap')).toEqual([]);
  expect(policy(['content-typ = datastream', 'profile'])).toEqual([
    '2:1-7 The security policy needs content-type: datastream, archive, rpm, scap-security-guide.',
    '2:1-7 The security policy needs a profile.',
    '3:1-12 The security policy has no entry "content-typ". Did you mean "content-type"?',
    '4:1-8 A line here is "key = value".',
  ]);
  expect(policy(['content-type = rpm', 'profile = cis'])).toEqual([
    '2:1-7 A policy of type rpm needs a content-url.',
    '2:1-7 A policy of type rpm needs a content-path: where in it the content is.',
  ]);
});

test('what is not known here, or only when it is rendered, is not judged', () => {
  expect(findings('%addon org_example_x --foo\nbar\n%end\n')).toEqual([]);
  const body = 'content-type = {{ host.params.kind }}\n';
  expect(findings(`%addon com_redhat_oscap\n${body}%end\n`, true)).toEqual([]);
});
