import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { checkScript } from '../check';
import { ignitionShape } from './schema-of-ignition';

function lines(text: string, template = false): string[] {
  return checkScript({ kind: 'kickstart', dialect: 'ignition', template, text }).map(
    ({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule.replace('ignition/', ''), message].join(
        ' ',
      ),
  );
}

const config = {
  ignition: { version: '3.4.0', config: { merge: [{ source: 'https://x.internal/base.ign' }] } },
  kernelArguments: { shouldExist: ['console=ttyS0'] },
  passwd: { users: [{ name: 'core', sshAuthorizedKeys: ['ssh-ed25519 AAAA x'] }] },
  storage: {
    disks: [{ device: '/dev/vda', partitions: [{ label: 'data', number: 5, sizeMiB: 1024 }] }],
    filesystems: [{ device: '/dev/disk/by-partlabel/data', path: '/var/data', format: 'xfs' }],
    files: [
      { path: '/etc/hostname', mode: 420, overwrite: true, contents: { source: 'data:,node' } },
    ],
    links: [{ path: '/etc/localtime', target: '../usr/share/zoneinfo/Europe/Oslo' }],
  },
  systemd: {
    units: [
      {
        name: 'a.service',
        enabled: true,
        contents: '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
      },
      { name: 'b.service', dropins: [{ name: '10-x.conf', contents: '[Service]\n' }] },
    ],
  },
};

test('a whole configuration has nothing to be said about', () => {
  expect(lines(JSON.stringify(config, null, 2))).toEqual([]);
});

test('what is wrong is said where it stands', () => {
  const text = `{
  "ignition": { "version": "3.2.0" },
  "kernelArguments": { "shouldExist": "quiet" },
  "passwd": { "users": [ { "nme": "core", "passwordHash": "secret" } ] },
  "storage": {
    "files": [
      { "path": "etc/a", "mode": 644, "contents": { "source": "hello" } },
      { "path": "/etc/b", "contents": { "inline": "x" } },
      { "path": "/etc/c", "mode": 99999 }
    ],
    "directories": [ { "path": "/srv", "mode": 755 } ]
  },
  "systemd": { "units": [ { "name": "a", "enabled": true, "contents": "[Service]\\n" } ] },
  "networkd": {}
}
`;
  expect(lines(text)).toEqual([
    '3:22-23 error version kernelArguments came with 3.3.0, and the version says 3.2.0.',
    '3:39-46 error schema-type kernelArguments.shouldExist is a list, not text.',
    '4:26-27 error schema-missing passwd.users[0] needs "name".',
    '4:28-33 warning schema-unknown passwd.users[0] has no key "nme". Did you mean "name"?',
    '4:59-67 warning password-not-crypted passwordHash is crypted ($6$…, $y$…).',
    '7:17-24 error path "etc/a" is no whole path.',
    '7:34-37 warning mode JSON numbers are decimal: 644 is 01204. For 0644 write 420.',
    '7:63-70 error source A source is a URL (http, https, tftp, s3, arn, gs, data). Text itself is written as data:,….',
    '8:39-40 warning contents contents without a source makes an empty file.',
    '8:41-49 warning schema-unknown storage.files[1].contents has no key "inline".',
    '9:7-8 warning contents No contents.source: the file is made, and is empty.',
    '9:35-40 error schema-value storage.files[2].mode is at most 4095, not 99999.',
    '11:48-51 warning mode JSON numbers are decimal: 755 is 01363. For 0755 write 493.',
    '13:37-40 error unit "a" is no unit: a suffix such as .service is missing.',
    '13:53-57 warning unit Without an [Install] section enabling has no effect.',
    '14:3-13 warning schema-unknown There is no key "networkd". Spec 3 has no networkd; write the files by storage.files.',
  ]);
});

test.each([
  ['{ "ignition": {} }', '1:15-16 error schema-missing ignition needs "version".'],
  ['{}', '1:1-2 error schema-missing "ignition" is missing.'],
  [
    '{ "ignition": { "version": "2.3.0" } }',
    '1:28-35 error version Fedora CoreOS and Flatcar read spec 3: 3.0.0 to 3.5.0.',
  ],
  [
    '{ "ignition": { "version": "3.9.0" } }',
    '1:28-35 error version There is no version 3.9.0: 3.0.0 to 3.5.0.',
  ],
  [
    '{ "ignition": { "version": 3 } }',
    '1:28-29 error schema-type ignition.version is text, not a whole number.',
  ],
  [
    'variant: fcos\nversion: 1.5.0\n',
    '1:1-2 error butane This is Butane (YAML). Machines read Ignition: translate it by the butane program first.',
  ],
])('%s', (text, expected) => {
  expect(lines(text)).toEqual([expected]);
});

test.each([
  ['{ "a": 1, }', '1:11-12 error json No comma behind the last entry: JSON has none there.'],
  ['{ "a": 0644 }', '1:8-9 error json A number has no leading zero. 0644 in octal is 420.'],
  ['{\n  // no\n}', '2:3-4 error json JSON has no comments.'],
  ["{ 'a': 1 }", '1:3-4 error json JSON has double quotes only.'],
  ['{ "a": "b\n" }', '1:8-9 error json This string is never closed in its line.'],
  ['{ "a": "\\q" }', '1:9-10 error json There is no such escape in JSON.'],
  ['{ "a": yes }', '1:8-9 error json "yes" is no value: strings are in double quotes.'],
  ['{ "a" 1 }', '1:7-8 error json A colon is missing behind "a".'],
  ['[1 2]', '1:4-5 error json A comma or ] is missing here.'],
  ['{} {}', '1:4-5 error json Nothing may follow the value.'],
  ['{ "a": ', '1:8-9 error json The text ends in the middle of a value.'],
])('JSON: %s', (text, expected) => {
  expect(lines(text)).toEqual([expected]);
});

test('nested for ever, and long strings, end soon', () => {
  const began = Date.now();
  expect(lines('['.repeat(100_000))[0]).toContain('Nested deeper than 200.');
  expect(lines(`{ "a": "${'x'.repeat(900_000)}`)[0]).toContain('This string is never closed');
  expect(Date.now() - began).toBeLessThan(15_000);
});

test('outputs of a template stand for values and parts of them', () => {
  const text = `{
  "ignition": { "version": "3.4.0" },
  "storage": { "files": [ {
    "path": "/etc/{{ host.name }}",
    "mode": {{ host.params.mode }},
    "contents": { "source": {{ host.params.source | json }} }
  } ] }
}
`;
  expect(lines(text, true)).toEqual([]);
  expect(lines(text.replace('"mode"', '"mod"'), true)).toEqual([
    '5:5-10 warning schema-unknown storage.files[0] has no key "mod". Did you mean "mode"?',
  ]);
});

test('Ajv agrees with us about the schema', () => {
  const validate = new Ajv({ strict: false }).compile(ignitionShape);
  expect(validate(config)).toBe(true);
  for (const change of [
    { ignition: { version: 3 } },
    { ignition: {} },
    { passwd: { users: [{}] } },
    { storage: { files: [{ path: '/x', mode: '0644' }] } },
    { storage: { filesystems: [{ device: '/x', format: 'ext9' }] } },
    { systemd: { units: {} } },
    { bogus: true },
  ]) {
    const bad = { ...config, ...change };
    expect(validate(bad), JSON.stringify(change)).toBe(false);
    const found = lines(JSON.stringify(bad)).some((line) => line.includes('schema-'));
    expect(found, JSON.stringify(change)).toBe(true);
  }
});
