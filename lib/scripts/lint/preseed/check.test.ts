import { expect, test } from 'vitest';
import { checkScript } from '../check';

function lines(text: string, template = false): string[] {
  return checkScript({ kind: 'kickstart', dialect: 'preseed', template, text }).map(
    ({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule.replace('preseed/', ''), message].join(' '),
  );
}

const whole = `# A preseed that asks nothing.
d-i debian-installer/locale string en_GB.UTF-8
d-i keyboard-configuration/xkb-keymap select gb
d-i netcfg/choose_interface select auto
d-i mirror/http/hostname string deb.lab.internal
d-i passwd/root-password-crypted password $6$salt$hash
d-i partman-auto/method string lvm
d-i partman-auto/expert_recipe string \\
  boot-root :: \\
    500 10000 -1 ext4 method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } .
d-i partman/confirm boolean true
tasksel tasksel/first multiselect standard, ssh-server
openssh-server openssh-server/permit-root-login boolean true
d-i apt-setup/local0/repository string http://10.77.0.1/local stable main
d-i preseed/late_command string in-target sh -c 'echo done > /root/done'; \\
  true
d-i debian-installer/exit/poweroff boolean true
d-i passwd/make-user seen true
`;

test('a whole preseed has nothing to be said about', () => {
  expect(lines(whole)).toEqual([]);
});

test('syntax', () => {
  const text = [
    'd-i',
    'd-i debian-installer/locale',
    'di netcfg/get_hostname string node',
    'd-i netcfg/get_hostnme string node',
    'd-i netcfg/get_domain strng lab.internal',
    'd-i partman/confirm boolean yes',
    'd-i clock-setup/utc string true',
    'd-i passwd/root-password password secret',
    'd-i passwd/user-password-crypted password secret',
    'd-i made/up string x',
    'd-i partman-auto/method string lvm',
    'd-i partman-auto/method string regular',
    'D-I: partman/x string y',
    'd-i pkgsel/include string vim \\',
    '# no comment',
    'd-i preseed/early_command string echo \\',
  ].join('\n');
  expect(lines(text)).toEqual([
    '1:1-4 error syntax A line is: owner, question, type, value.',
    '2:1-28 error syntax The type is missing, such as string or boolean.',
    '3:1-3 error owner "di" is no owner. Did you mean "d-i"?',
    '4:5-23 warning question debian-installer is not known to ask netcfg/get_hostnme. Did you mean "netcfg/get_hostname"?',
    '5:23-28 error type There is no type "strng". Did you mean "string"?',
    '6:1-32 error value A boolean is true or false, not "yes".',
    '7:21-27 warning type clock-setup/utc is of the type boolean.',
    '8:1-41 warning password-plain The password is readable by all who get this text. Give passwd/root-password-crypted instead.',
    '9:1-49 warning password-not-crypted This is no crypted password ($6$…).',
    '10:5-12 info question made/up is not among the questions that we know of the installer.',
    '12:1-39 info twice partman-auto/method is in line 11 already; the last one counts.',
    '13:1-5 error owner "D-I:" is no owner: that is d-i, or the package that asks.',
    '15:1-13 warning continuation This is no comment: the line above goes on here.',
    '16:39-40 error continuation The line goes on, and nothing follows.',
  ]);
});

test('CR LF, and nothing at all', () => {
  expect(lines('d-i partman/confirm boolean true\r\n')).toEqual([
    '1:1-2 error cr-lf Lines end by CR LF: the CR becomes a part of each value.',
    '1:1-2 info missing No partitioning: the installer may stop and ask. See partman-auto/method.',
    '1:1-2 info missing No password: the installer may stop and ask. See passwd/root-password-crypted.',
  ]);
  expect(lines('# nothing\n')).toEqual([
    '1:1-2 warning missing There is no answer in this preseed: the installer asks.',
  ]);
});

test('values of a template are not judged', () => {
  const text = `${whole}d-i netcfg/use_vlan boolean {{ host.params.vlan }}\n{% if host.ip %}\nd-i netcfg/get_ipaddress string {{ host.ip }}\n{% endif %}\nd-i netcfg/gt_netmask string x\n`;
  expect(lines(text, true)).toEqual([
    '23:5-22 warning question debian-installer is not known to ask netcfg/gt_netmask. Did you mean "netcfg/get_netmask"?',
  ]);
});
