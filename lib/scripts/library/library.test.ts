import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { mainTextProblem, newScript } from '../schema';
import { library } from './seed';

test.each(library)('$kind "$title" can be saved as it is', ({ title, text }) => {
  expect(newScript.parse({ title, text })).toEqual({ title, text });
  expect(text.endsWith('\n') && !text.includes('\r') && !text.includes('\t')).toBe(true);
});

test('titles are unique within a kind', () => {
  const keys = library.map(({ kind, title }) => `${kind} ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});

const ipxe = library.filter(({ kind }) => kind === 'main' || kind === 'sub');

test.each(ipxe)('$kind "$title" begins as iPXE wants it, and every goto has its label', (one) => {
  expect(mainTextProblem(one.text)).toBeNull();
  const lines = one.text.split('\n').filter((line) => !line.startsWith('#'));
  const labels = new Set(lines.flatMap((line) => /^:(\w+)/.exec(line)?.[1] ?? []));
  const targets = lines.flatMap((line) => [...line.matchAll(/\bgoto (\w+)/g)].map(([, to]) => to));
  expect(targets.filter((to) => to && !labels.has(to))).toEqual([]);
});

test('the preseed has an owner, a question and a type in every line', () => {
  const preseed = library.find(({ kind }) => kind === 'kickstart')?.text ?? '';
  const lines = preseed
    .replaceAll('\\\n', '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) {
    expect(line).toMatch(
      /^[\w-]+ [\w-]+\/[\w/-]+ (string|select|multiselect|boolean|note|password)( |$)/,
    );
  }
});

const checks: Record<string, string[]> = {
  '/bin/bash': ['bash', '-n'],
  '/usr/bin/env python3': ['python3', '-c', 'import ast, sys; ast.parse(sys.stdin.read())'],
};

const shebangs = library.filter(({ kind }) => kind === 'pre' || kind === 'post');

test.each(shebangs)('$kind "$title" is understood by its interpreter', ({ text }) => {
  const [program = '', ...args] = checks[text.split('\n')[0]?.slice(2) ?? ''] ?? [];
  const { status, stderr, error } = spawnSync(program, args, { input: text, encoding: 'utf8' });
  expect({ status, stderr, error }).toEqual({ status: 0, stderr: '', error: undefined });
});
