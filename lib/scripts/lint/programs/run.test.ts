import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { programsOf } from './programs';
import { checkProgram } from './run';

const { signal } = new AbortController();

function check(given: { language: string; text: string; line?: number }) {
  return checkProgram({ program: { line: 1, ...given }, signal });
}

test('python compiles, and nothing is run', async () => {
  const mark = `/tmp/provisioner-must-not-be-${process.pid}`;
  const good = `#!/usr/bin/env python3\nopen(${JSON.stringify(mark)}, "w")\n`;
  expect(await check({ language: 'python', text: good })).toEqual([]);
  expect(() => readFileSync(mark)).toThrow('ENOENT');
  expect(await check({ language: 'python', text: 'import os\nif True\n  pass\n' })).toEqual([
    {
      severity: 'error',
      rule: 'script/syntax',
      message: "Expected ':'.",
      line: 2,
      column: 8,
      endColumn: 9,
    },
  ]);
});

test('node tells a module from a script, and nothing is run', async () => {
  const module = '#!/usr/bin/env node\nimport os from "node:os";\nawait 1;\nprocess.exit(3);\n';
  expect(await check({ language: 'javascript', text: module })).toEqual([]);
  expect(
    await check({ language: 'javascript', text: 'require("fs");\nprocess.exit(3)\n' }),
  ).toEqual([]);
  expect(await check({ language: 'javascript', text: 'const a = 1;\nconst b = ;\n' })).toEqual([
    {
      severity: 'error',
      rule: 'script/syntax',
      message: "Unexpected token ';'.",
      line: 2,
      column: 11,
      endColumn: 12,
    },
  ]);
});

test('a shell script that cannot be parsed is an error, in the line of the whole text', async () => {
  const text = 'echo one\nif true; then\n  echo two\n';
  const findings = await check({ language: 'sh', text, line: 11 });
  expect(findings.length).toBeGreaterThan(0);
  expect(findings[0]).toMatchObject({ severity: 'error' });
  expect(findings[0]?.line).toBeGreaterThan(10);
  const mark = `/tmp/provisioner-must-not-be-${process.pid}`;
  expect(await check({ language: 'bash', text: `#!/bin/bash\ntouch ${mark}\n` })).toEqual([]);
  expect(() => readFileSync(mark)).toThrow('ENOENT');
});

test('what cannot be checked says so', async () => {
  const stopped = AbortSignal.abort(new Error('stop'));
  const program = { language: 'python', text: 'pass\n', line: 1 };
  await expect(checkProgram({ program, signal: stopped })).rejects.toThrow('stop');
  expect(await check({ language: 'cobol', text: 'x' })).toEqual([]);
});

test('the scripts inside a kickstart are found with their lines and languages', () => {
  const text = [
    'lang en_GB.UTF-8',
    '%pre --log=/tmp/pre.log',
    'echo one',
    '%end',
    '%post --interpreter=/usr/bin/python3 --erroronfail',
    'print(1)',
    '%include /tmp/more',
    'print(2)',
    '%end',
    '%post --interpreter=/usr/bin/perl',
    'print 1;',
    '%end',
    '%packages',
    'vim',
    '%end',
    '',
  ].join('\n');
  expect(programsOf({ kind: 'kickstart', dialect: 'kickstart', text })).toEqual([
    { language: 'bash', text: 'echo one\n', line: 3 },
    { language: 'python', text: 'print(1)\n\nprint(2)\n', line: 6 },
  ]);
  expect(programsOf({ kind: 'kickstart', dialect: 'preseed', text })).toEqual([]);
  expect(programsOf({ kind: 'sub', text: '#!ipxe\n' })).toEqual([]);
});

test('in a template words stand for outputs', () => {
  const text = '#!/bin/sh\n{% if host.ip %}\necho {{ host.ip }}\n{% endif %}\n';
  expect(programsOf({ kind: 'pre', template: true, text })).toEqual([
    {
      language: 'sh',
      text: `#!/bin/sh\n${' '.repeat(16)}\necho xxxxxxxxxxxxx\n${' '.repeat(11)}\n`,
      line: 1,
    },
  ]);
});

test('without shellcheck the shell itself reads the script', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-path-'));
  for (const name of ['bash', 'sh']) symlinkSync(`/bin/${name}`, path.join(folder, name));
  vi.stubEnv('PATH', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  expect(await check({ language: 'bash', text: 'echo $1\n' })).toEqual([]);
  const text = 'echo one\nfi\n';
  const place = { line: 2, column: 1, endColumn: 2 };
  const error = { severity: 'error', rule: 'script/syntax', ...place };
  expect(await check({ language: 'bash', text })).toEqual([
    { ...error, message: expect.stringMatching(/syntax error near unexpected token/i) },
  ]);
  expect(await check({ language: 'sh', text })).toMatchObject([error]);
  expect(await check({ language: 'python', text: 'pass\n' })).toEqual([
    {
      severity: 'info',
      rule: 'script/unchecked',
      message: 'This could not be checked: python3 is not installed.',
      line: 1,
      column: 1,
      endColumn: 2,
    },
  ]);
});
