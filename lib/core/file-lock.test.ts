import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLocked, withFileLock } from './file-lock';
import { tryLock } from './lock-file';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'file-lock-'));
  file = path.join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

test('one at a time, and all in the end', async () => {
  let inside = 0;
  let most = 0;
  let waited = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    do await sleep(5);
    while (waited < 7);
    inside -= 1;
  };
  const onWait = () => {
    waited += 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withFileLock({ file, signal, onWait, work })));
  expect(most).toBe(1);
  expect(waited).toBe(7);
  expect(await readdir(folder)).toEqual([]);
});

test('a lock whose process was killed is free', async () => {
  const script = `
    import { withFileLock } from './lib/core/file-lock.ts';
    await withFileLock({ file: process.argv[1], signal: new AbortController().signal, work: async () => {
      console.log('held');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    } });`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', script, file];
  const other = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(other.stdout, 'data');
  expect(isLocked(file)).toBe(true);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(isLocked(file)).toBe(false);
  expect(await withFileLock({ file, signal, work: async () => 'mine' })).toBe('mine');
}, 20_000);

/**
 * Each process says so when it is ready, waits for a line with the name of a
 * lock, and takes it. Inside it makes a folder that must not be there.
 */
const contender = `
  import { createInterface } from 'node:readline';
  import { mkdir, rmdir } from 'node:fs/promises';
  import { withFileLock } from './lib/core/file-lock.ts';
  const lines = createInterface({ input: process.stdin });
  const signal = new AbortController().signal;
  console.log('ready');
  for await (const file of lines) {
    const said = await withFileLock({ file, signal, work: async () => {
      await mkdir(file + '-inside');
      await new Promise((resolve) => setTimeout(resolve, 1));
      await rmdir(file + '-inside');
      return 'alone';
    } }).catch(String);
    console.log(said);
  }`;

test("of many processes that find a dead one's lock, never two are inside", async () => {
  const args = ['--import', 'tsx', '--input-type=module', '-e', contender];
  const all = Array.from({ length: 8 }, () => {
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    return { child, lines: lines[Symbol.asyncIterator]() };
  });
  const next = () => Promise.all(all.map(async ({ lines }) => (await lines.next()).value));
  try {
    await next();
    for (let round = 0; round < 20; round += 1) {
      const at = path.join(folder, `lock-${round}`);
      const dead = { pid: process.pid, ticks: '1', token: `dead-${round}` };
      await writeFile(at, JSON.stringify(dead));
      for (const { child } of all) child.stdin.write(`${at}\n`);
      expect(await next()).toEqual(all.map(() => 'alone'));
    }
    expect(await readdir(folder)).toEqual([]);
  } finally {
    for (const { child } of all) child.kill('SIGKILL');
  }
}, 120_000);

test('what was killed in the middle of an attempt is removed, the breaker too', async () => {
  const dead = (token: string) => JSON.stringify({ pid: process.pid, ticks: '1', token });
  const living = path.join(folder, `other.draft.${'b'.repeat(24)}`);
  await writeFile(living, '');
  await writeFile(file, dead('holder'));
  await writeFile(`${file}.draft.${'a'.repeat(24)}`, dead('waiter'));
  const breaker = createHash('sha256')
    .update(`${file}\n${dead('holder')}`)
    .digest('hex');
  await writeFile(`${file}.breaker.${breaker.slice(0, 24)}`, dead('breaker'));
  await writeFile(`${file}.breaker.${'c'.repeat(24)}`, dead('earlier breaker'));
  expect(await withFileLock({ file, signal, work: async () => readdir(folder) })).toEqual([
    'lock',
    path.basename(living),
  ]);
  const hourAgo = new Date(Date.now() - 3_600_000);
  await utimes(living, hourAgo, hourAgo);
  await withFileLock({ file, signal, work: async () => {} });
  expect(await readdir(folder)).toEqual([]);
});

test("while a living process removes a dead one's lock, nobody else does", async () => {
  const text = JSON.stringify({ pid: process.pid, ticks: '1', token: 'dead' });
  await writeFile(file, text);
  const name = createHash('sha256').update(`${file}\n${text}`).digest('hex').slice(0, 24);
  const breaker = `${file}.breaker.${name}`;
  await withFileLock({
    file: breaker,
    signal,
    work: async () => {
      expect(tryLock(file)).toBeUndefined();
      expect(await readFile(file, 'utf8')).toBe(text);
    },
  });
  tryLock(file)?.();
  expect(await readdir(folder)).toEqual([]);
});

test('a pid that was given anew, and half a file, are no holders', async () => {
  await writeFile(file, JSON.stringify({ pid: process.pid, ticks: '1', token: 'x' }));
  expect(await withFileLock({ file, signal, work: async () => 1 })).toBe(1);
  await writeFile(file, '{"pid":');
  expect(await withFileLock({ file, signal, work: async () => 2 })).toBe(2);
});

test('a failure gives it back, and a signal ends the waiting', async () => {
  await expect(
    withFileLock({ file, signal, work: () => Promise.reject(new Error('broken')) }),
  ).rejects.toThrow('broken');
  const stop = new AbortController();
  await withFileLock({
    file,
    signal,
    work: async () => {
      const waiting = withFileLock({ file, signal: stop.signal, work: async () => 'never' });
      stop.abort(new Error('enough'));
      await expect(waiting).rejects.toThrow('enough');
    },
  });
  expect(await readdir(folder)).toEqual([]);
});
