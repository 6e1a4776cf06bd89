import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLocked, withFileLock } from './file-lock';

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
    await sleep(5);
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
  expect(await isLocked(file)).toBe(true);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(await isLocked(file)).toBe(false);
  expect(await withFileLock({ file, signal, work: async () => 'mine' })).toBe('mine');
}, 20_000);

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
