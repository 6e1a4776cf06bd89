import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '@/lib/core/exec';
import { agentBuilder } from './builder';
import { agentFiles, agentSpec } from './schema';

const signal = new AbortController().signal;
const spec = agentSpec.parse({});
let home: string;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'agent-'));
  await mkdir(path.join(home, 'cache'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function build(name: string): Promise<string> {
  const folder = path.join(home, name);
  const scratch = path.join(home, `${name}.scratch`);
  await mkdir(folder);
  await mkdir(scratch);
  await agentBuilder.build(spec, {
    folder,
    scratch,
    cache: path.join(home, 'cache'),
    signal,
    secrets: {},
    inputs: [],
    log: () => undefined,
    progress: () => undefined,
    run: (program, args, options) =>
      run({ program, args, timeout: agentBuilder.timeLimit, signal, ...options }),
  });
  await rm(scratch, { recursive: true });
  return folder;
}

test('two builds of the agent give the same bytes', { timeout: 900_000 }, async () => {
  const first = await build('first');
  const second = await build('second');
  for (const file of Object.values(agentFiles)) {
    const one = await readFile(path.join(first, file));
    const two = await readFile(path.join(second, file));
    expect(one.equals(two), `${file} differs`).toBe(true);
  }
  const { size } = await stat(path.join(first, agentFiles.initrd));
  expect(size, 'the initrd travels over the network at every boot').toBeLessThan(48_000_000);
});

test('the inputs name packages and the agent’s own files', { timeout: 300_000 }, async () => {
  const inputs = await agentBuilder.inputs(spec, {
    cache: path.join(home, 'cache'),
    signal,
    secrets: {},
  });
  const names = inputs.map(({ name }) => name);
  expect(names).toContain('package:python3');
  expect(names.some((name) => name.startsWith('package:linux-image-'))).toBe(true);
  expect(names).toContain('source:init');
  expect(names).toContain('source:agent/install.py');
  expect(new Set(names).size).toBe(names.length);
});
