import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { checkScript } from '../check';
import { autoinstallShape } from './schema-of-subiquity';

function lines(text: string, template = false): string[] {
  return checkScript({ kind: 'kickstart', dialect: 'autoinstall', template, text }).map(
    ({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule.replace('autoinstall/', ''), message].join(
        ' ',
      ),
  );
}

const whole = `#cloud-config
autoinstall:
  version: 1
  locale: en_GB.UTF-8
  keyboard: { layout: gb, variant: null }
  identity:
    hostname: node
    username: ops
    password: "$6$salt$hash"
  ssh:
    install-server: true
    allow-pw: false
    authorized-keys:
      - ssh-ed25519 AAAA ops
  network:
    version: 2
    ethernets: { any: { match: { name: "e*" }, dhcp4: true } }
  storage:
    layout: { name: lvm, sizing-policy: all }
  packages: [vim, curl]
  late-commands:
    - echo done > /target/root/done
    - [curtin, in-target, --, "true"]
  shutdown: poweroff
`;

test('whole user-data has nothing to be said about', () => {
  expect(lines(whole)).toEqual([]);
});

test('what is wrong is said where it stands', () => {
  const text = `# cloud-config
autoinstall:
  version: 2
  keybord: { layout: gb }
  identity:
    hostname: node
    username: Ops Team
    password: secret
  ssh:
    authorized-keys: ssh-ed25519 AAAA
  storage:
    layout: { name: lmv }
  interactive-sections: [network]
  packages: vim
  late-commands:
    - 42
  shutdown: halt
`;
  expect(lines(text)).toEqual([
    '1:1-15 error first-line The first line must be #cloud-config, and nothing else.',
    '3:12-13 error schema-value version is at most 1, not 2.',
    '4:3-10 warning schema-unknown There is no key "keybord". Did you mean "keyboard"?',
    '7:15-23 error schema-value identity.username cannot be "Ops Team".',
    '8:15-21 warning password-not-crypted identity.password is a crypted password ($6$…); with this text nobody can log in.',
    '10:22-38 error schema-type ssh.authorized-keys is a list, not text.',
    '12:21-24 error schema-value storage.layout.name is one of lvm, direct, zfs, hybrid, dd, guided, not "lmv". Did you mean "lvm"?',
    '13:25-34 warning asks interactive-sections stop the installation until a person answers.',
    '14:13-16 error schema-type packages is a list, not text.',
    '16:7-9 error schema-type late-commands[0] is text or a list, not a whole number.',
    '17:13-17 error schema-value shutdown is one of reboot, poweroff, not "halt".',
  ]);
});

test('YAML that cannot be read', () => {
  expect(lines('#cloud-config\nautoinstall:\n\tversion: 1\n')[0]).toMatch(/^3:1-\d+ error yaml /);
  expect(lines('#cloud-config\nautoinstall:\n  version: 1\n  version: 1\n')[0]).toBe(
    '4:3-4 error yaml This key is there already.',
  );
  expect(lines('')).toEqual([
    '1:1-2 error empty There is nothing in this text.',
    '1:1-2 error first-line The first line must be #cloud-config, or cloud-init does not read the text.',
  ]);
  expect(lines('#cloud-config\n- one\n')).toEqual([
    '2:1-2 error type This is not a map of keys and values.',
  ]);
});

test('what is nested for ever, or stands for millions, ends soon', { timeout: 30_000 }, () => {
  const began = Date.now();
  const deep = `#cloud-config\nautoinstall: ${'['.repeat(50_000)}\n`;
  expect(lines(deep)[0]).toMatch(/ (error|warning) yaml /);
  const rows = Array.from({ length: 12 }, (_, row) => {
    const ten = Array.from({ length: 10 }, () => `*a${row}`).join(', ');
    return `  a${row + 1}: &a${row + 1} [${ten}]`;
  });
  const bomb = ['#cloud-config', 'autoinstall:', '  a0: &a0 [x]', ...rows, ''].join('\n');
  expect(lines(bomb)).toEqual([
    '1:1-2 warning yaml It is nested too deeply, or holds too many values, to be looked at.',
  ]);
  expect(Date.now() - began).toBeLessThan(15_000);
});

test('without its key the installer is not told', () => {
  expect(lines('#cloud-config\nautoinstal:\n  version: 1\n')).toEqual([
    '1:1-14 warning no-autoinstall There is no "autoinstall": this prepares the live system, and the installer asks everything. Is "autoinstal" meant to be it?',
  ]);
  expect(lines('#cloud-config\nversion: 1\nidentity: {}\nstorage: {}\n').slice(0, 2)).toEqual([
    '1:1-14 warning no-autoinstall Without "autoinstall:" above, cloud-init does not hand this to the installer. So it works only as a file on the medium.',
    '3:11-13 error schema-missing identity needs "username".',
  ]);
});

test('values of a template are not judged; one with branches is judged when it is rendered', () => {
  const filled = whole
    .replace('version: 1', 'version: {{ host.params.v }}')
    .replace('lvm', '{{ x }}');
  expect(lines(filled, true)).toEqual([]);
  expect(lines(`${whole}{% if x %}\n]]\n{% endif %}\n`, true)).toEqual([]);
});

test('Ajv agrees with us about the schema', () => {
  const ajv = new Ajv({ strict: false });
  const validate = ajv.compile(autoinstallShape);
  const good = parse(whole).autoinstall;
  expect(validate(good)).toBe(true);
  for (const change of [
    { version: 'one' },
    { version: undefined },
    { identity: { hostname: 'x' } },
    { packages: 'vim' },
    { 'late-commands': [42] },
    { storage: { layout: { name: 'x' } } },
    { bogus: 1 },
  ]) {
    const bad = JSON.parse(JSON.stringify({ ...good, ...change }));
    expect(validate(bad), JSON.stringify(change)).toBe(false);
    const text = `#cloud-config\n${JSON.stringify({ autoinstall: bad })}\n`;
    expect(
      lines(text).some((line) => line.includes('schema-')),
      JSON.stringify(change),
    ).toBe(true);
  }
});
