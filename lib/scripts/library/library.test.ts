import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { checkScript } from '../lint/check';
import { mainTextProblem, newScript } from '../schema';
import { exampleVariables } from '../template/example';
import { renderScript } from '../template/render';
import type { Variables } from '../template/schema';
import { templateUse } from '../template/use';
import { type LibraryScript, library } from './library';

const include = () => null;

/** A host's values that need every escape there is, and one with nothing but what must be. */
const hosts = {
  rich: variables({
    name: 'node-17',
    params: { disk: 'sda', 'ssh.user': "o'neil $x", options: 'a=b' },
  }),
  plain: variables({ name: 'node-18', params: {} }),
};

function variables(given: { name: string; params: Record<string, string> }): Variables {
  const { name, params } = given;
  const example = exampleVariables();
  const scripts = { 'Rescue shell': `${example.urls.base}/api/pxeboot/subscripts/1` };
  const rich = Object.keys(params).length > 0;
  return {
    ...example,
    host: { ...example.host, name, params, ip: rich ? example.host.ip : null, arch: null },
    urls: rich
      ? {
          ...example.urls,
          scripts,
          pre: [{ title: `Say "it's" 100 %`, url: `${example.urls.install}/preinstallscripts/1` }],
        }
      : { ...example.urls, scripts, pre: [], post: [] },
    ssh_keys: rich ? [...example.ssh_keys, `ssh-rsa AAAA it's "mine" $HOME`] : [],
  };
}

function rendered(one: LibraryScript, host: Variables = hosts.rich): string {
  const { kind, title, dialect, template, text } = one;
  const source = { kind, title, dialect, template, text };
  const result = renderScript({ source, variables: host, include });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

/** Every script as both hosts get it. */
const each = library.flatMap((one) =>
  Object.entries(hosts).map(([host, values]) => ({
    ...one,
    name: `${one.kind} "${one.title}" for the ${host} host`,
    served: rendered(one, values),
  })),
);

function demandShell(program: string, text: string): void {
  const { status, stderr } = spawnSync(program, ['-n'], { input: text, encoding: 'utf8' });
  expect({ status, stderr, text: status === 0 ? '' : text }).toEqual({
    status: 0,
    stderr: '',
    text: '',
  });
}

/** What our own checks say, but for one warning that is true: an image must have what "Keep the parameters" is written in. */
function findings(given: Parameters<typeof checkScript>[0]) {
  return checkScript(given).filter(
    ({ rule, message }) => !(rule === 'script/interpreter' && message.startsWith('python3 ')),
  );
}

describe.each(library)('$kind "$title"', (one) => {
  const { kind, title, dialect, template, text } = one;

  test('can be saved as it is', () => {
    const input = { title, text, template, ...(dialect && { dialect }) };
    expect(newScript.parse(input)).toEqual(input);
    expect(text.endsWith('\n') && !text.includes('\r') && !text.includes('\t')).toBe(true);
    expect(one.note).toMatch(/^\S.{10,80}\S$/);
  });

  test('is clean under our own checks', () => {
    expect(findings({ kind, dialect, template, text })).toEqual([]);
  });

  test('names no variable that is not there, and needs no secret', () => {
    const use = templateUse({ source: { kind, title, dialect, template, text }, include });
    expect(use).toMatchObject({ secrets: [], includes: [], problems: [] });
    const titles = library.filter((other) => other.kind === 'sub').map((other) => other.title);
    expect(use.scripts.filter((script) => !titles.includes(script))).toEqual([]);
  });
});

test('titles are unique within a kind', () => {
  const keys = library.map(({ kind, title }) => `${kind} ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test.each(each)('$name: what is served is clean under our own checks', (one) => {
  const { kind, dialect, served } = one;
  expect(findings({ kind, dialect, template: false, text: served })).toEqual([]);
});

const ipxe = each.filter(({ kind }) => kind === 'main' || kind === 'sub');

test.each(ipxe)('$name: begins as iPXE wants it, and every goto has its label', ({ served }) => {
  expect(mainTextProblem(served)).toBeNull();
  const lines = served.split('\n').filter((line) => !line.startsWith('#'));
  const labels = new Set(lines.flatMap((line) => /^:(\w+)/.exec(line)?.[1] ?? []));
  const targets = lines.flatMap((line) => [...line.matchAll(/\bgoto (\w+)/g)].map(([, to]) => to));
  expect(targets.filter((to) => to && !labels.has(to))).toEqual([]);
});

const kickstarts = each.filter(({ dialect }) => dialect === 'kickstart');

test.each(kickstarts)('$name: bash understands its sections', ({ served }) => {
  const sections = [...served.matchAll(/^%(?:pre|post|onerror)\b.*\n([\s\S]*?)^%end$/gm)];
  expect(sections).toHaveLength(4);
  for (const [, script = ''] of sections) demandShell('bash', script);
  expect(served.match(/^%end$/gm)).toHaveLength(5);
});

test('a kickstart runs the scripts of the profile, whatever their titles are', () => {
  const fedora = kickstarts.find(({ title }) => title.startsWith('Fedora'))?.served;
  expect(fedora).toContain(
    `run pre 'Say "it'\\''s" 100 %' 'Say+%22it'\\''s%22+100+%25' http://10.77.0.1:3000/api/pxeboot/installs/EXAMPLE/preinstallscripts/1`,
  );
  expect(fedora).toContain(`export PROVISIONER_PARAM_SSH_USER='o'\\''neil $x'`);
  expect(fedora).toContain(`sshkey --username=root 'ssh-rsa AAAA it'\\''s "mine" $HOME'`);
});

const preseeds = each.filter(({ dialect }) => dialect === 'preseed');

test.each(preseeds)(
  '$name: owner, question and type in every line, and sh reads its commands',
  (one) => {
    const lines = one.served
      .replaceAll('\\\n', '')
      .split('\n')
      .filter((line) => line.trim() !== '' && !line.startsWith('#'));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      expect(line).toMatch(
        /^[\w-]+ [\w-]+\/[\w/-]+ (string|select|multiselect|boolean|note|password)( |$)/,
      );
    }
    const commands = lines.flatMap((line) => /^d-i \S+_command string (.*)$/.exec(line)?.[1] ?? []);
    expect(commands).toHaveLength(3);
    for (const command of commands) demandShell('sh', command);
  },
);

test('the preseed names the mirror in its parts', () => {
  const preseed = library.find(({ dialect }) => dialect === 'preseed');
  const params = { mirror: 'http://10.0.0.9:8080/mirror/debian' };
  const served = preseed ? rendered(preseed, variables({ name: 'a', params })) : '';
  expect(served).toContain('d-i mirror/http/hostname string 10.0.0.9:8080\n');
  expect(served).toContain('d-i mirror/http/directory string /mirror/debian\n');
});

const autoinstalls = each.filter(({ dialect }) => dialect === 'autoinstall');

test.each(autoinstalls)('$name: YAML, and sh reads its commands', ({ name, served }) => {
  expect(served.startsWith('#cloud-config\n')).toBe(true);
  const { autoinstall } = parseYaml(served, { strict: true, uniqueKeys: true });
  expect(autoinstall).toMatchObject({ version: 1, storage: { layout: { name: 'direct' } } });
  const lists = ['early-commands', 'late-commands', 'error-commands'].map(
    (key) => autoinstall[key],
  );
  for (const command of lists.flat()) demandShell('sh', command);
  // The first one makes the files that the others read.
  const folder = mkdtempSync(path.join(tmpdir(), 'autoinstall-'));
  const [files] = autoinstall['early-commands'];
  const show =
    '. /run/provisioner-environment.sh; echo "$PROVISIONER_HOST_NAME|$root|$install"; env';
  const text = `${files}\n. /run/provisioner.sh\n${show}`.replaceAll('/run/', `${folder}/`);
  const { stdout, stderr } = spawnSync('sh', ['-eu', '-c', text], {
    encoding: 'utf8',
    env: { NODE_ENV: 'test' },
  });
  rmSync(folder, { recursive: true });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^node-1[78]\|\|http:\/\/10\.77\.0\.1:3000\/\S+EXAMPLE\n/);
  if (name.includes('rich')) expect(stdout).toContain("\nPROVISIONER_PARAM_SSH_USER=o'neil $x\n");
});

const ignitions = each.filter(({ dialect }) => dialect === 'ignition');

test.each(ignitions)('$name: JSON, with the keys and a unit that reports', ({ served }) => {
  const config = JSON.parse(served);
  expect(config.ignition).toEqual({ version: '3.4.0' });
  const [user] = config.passwd.users;
  expect(user.sshAuthorizedKeys.every((key: unknown) => typeof key === 'string')).toBe(true);
  const [name, environment] = config.storage.files;
  expect(decodeURIComponent(name.contents.source)).toMatch(/^data:,node-1[78]$/);
  expect(decodeURIComponent(environment.contents.source)).toBe(
    'data:,INSTALL=http://10.77.0.1:3000/api/pxeboot/installs/EXAMPLE',
  );
  expect(config.systemd.units[0].contents).toContain('-d type=finished ${INSTALL}/events\n');
});

const checks: Record<string, string[]> = {
  '/bin/sh': ['sh', '-n'],
  '/bin/bash': ['bash', '-n'],
  '/usr/bin/env python3': ['python3', '-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
};

const shebangs = each.filter(({ kind }) => kind === 'pre' || kind === 'post');

test.each(shebangs)('$name: is understood by its interpreter', ({ served }) => {
  const [program = '', ...args] = checks[served.split('\n')[0]?.slice(2) ?? ''] ?? [];
  const { status, stderr, error } = spawnSync(program, args, { input: served, encoding: 'utf8' });
  expect({ status, stderr, error }).toEqual({ status: 0, stderr: '', error: undefined });
});
