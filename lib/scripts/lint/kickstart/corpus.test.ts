import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkScript } from '../check';
import { checkKickstart } from './check';

const files = globSync(path.join(import.meta.dirname, 'corpus/*.ks')).sort();

function lines(text: string): string {
  const findings = checkScript({ kind: 'kickstart', dialect: 'kickstart', text });
  return findings
    .map(({ line, column, endColumn, severity, rule, message }) =>
      [`${line}:${column}-${endColumn}`, severity, rule, message].join(' '),
    )
    .concat('')
    .join('\n');
}

test('the corpus is there', () => {
  expect(files.length).toBeGreaterThanOrEqual(20);
});

test.each(files.map((file) => [path.basename(file), file]))('%s', async (_, file) => {
  const expected = file.replace(/\.ks$/, '.findings');
  await expect(lines(readFileSync(file, 'utf8'))).toMatchFileSnapshot(expected);
});

test('every release in between is judged by its own facts', () => {
  const rules = (text: string) =>
    checkKickstart({ text, template: false })
      .filter(({ rule }) => rule !== 'kickstart/missing')
      .map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
  const line = 'timesource --ntp-server=10.77.0.1\n';
  expect(rules(`#version=RHEL8\n${line}`)).toEqual([
    'error kickstart/command-release: timesource is known only to Fedora 33 and later, RHEL 9 and later.',
  ]);
  expect(rules(`#version=RHEL9\n${line}`)).toEqual([]);
  expect(rules(line)).toEqual([
    'info kickstart/command-release: timesource is known to Fedora 33 and later, RHEL 9 and later.',
  ]);
  expect(rules('install\n')).toEqual([
    'info kickstart/command-release: install is known to Fedora up to 33, RHEL up to 8.',
    'info kickstart/command-deprecated: install has no effect in Fedora 29 to 33, RHEL 8.',
  ]);
  expect(rules('#version=RHEL9\nautopart --encr\n')[0]).toBe(
    'warning kickstart/option-shortened: --encr is understood as --encrypted only while no other option begins so. Write --encrypted.',
  );
});

test('in a template nothing is judged that is known only when it is rendered', () => {
  const text = [
    '#version=RHEL9',
    'lang {{ host.params.lang }}',
    'keyboard --vckeymap={{ host.params.keymap }}',
    '{% if host.ip %}',
    'network --bootproto=static --ip={{ host.ip }} --netmask={{ host.params.mask }}',
    '{% else %}',
    'network --bootproto=dhcp {{ host.params.more }}',
    '{% endif %}',
    'rootpw --iscrypted {{ secrets.root | crypt }}',
    'bootloader --timeout={{ host.params.timeout }} --apend=quiet',
    '{{ host.params.partitions | raw }}',
    '%packages',
    '{% for package in packages %}{{ package }}',
    '{% endfor %}',
    '%end',
    '',
  ].join('\n');
  expect(checkScript({ kind: 'kickstart', dialect: 'kickstart', template: true, text })).toEqual([
    {
      severity: 'error',
      rule: 'kickstart/option-unknown',
      message: 'bootloader has no option --apend. Did you mean --append?',
      line: 10,
      column: 48,
      endColumn: 55,
    },
  ]);
});

test('CR LF inside a script, and a byte order mark', () => {
  const text = '\uFEFFlang en_GB.UTF-8\r\n%pre --log=/tmp/x\r\necho\r\n%end\r\n';
  const findings = checkKickstart({ text, template: false });
  expect(findings.filter(({ rule }) => rule !== 'kickstart/missing')).toEqual([
    {
      severity: 'error',
      rule: 'kickstart/unknown-command',
      message:
        'The text begins with a byte order mark, which the installer takes for a part of the command.',
      line: 1,
      column: 1,
      endColumn: 6,
    },
    {
      severity: 'warning',
      rule: 'kickstart/cr-lf',
      message: 'Lines end by CR LF, and the shell takes the CR for a part of the last word.',
      line: 3,
      column: 1,
      endColumn: 5,
    },
  ]);
});

test('a megabyte is checked within seconds', { timeout: 30_000 }, () => {
  const text = `${'part / --size=1 --grow\n'.repeat(20_000)}%packages\n${'a\n'.repeat(100_000)}%end\n`;
  const began = Date.now();
  checkKickstart({ text, template: false });
  expect(Date.now() - began).toBeLessThan(15_000);
});
