import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LockHeld, lockHolder, takeLock } from './lock';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'provisioner-lock-'));
  file = path.join(folder, 'data', 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a second taker is refused with the pid of the first, until it is given back', () => {
  const release = takeLock(file);
  expect(lockHolder(file)).toBe(process.pid);
  expect(() => takeLock(file)).toThrow(LockHeld);
  expect(() => takeLock(file)).toThrow(`held by process ${process.pid}`);
  release();
  expect(readdirSync(path.dirname(file))).toEqual([]);
  takeLock(file)();
});

test('the lock of a process that was killed is taken over', async () => {
  const child = spawn('sleep', ['60']);
  const { pid } = child;
  takeLock(file)();
  writeFileSync(file, JSON.stringify({ pid, ticks: '1' })); // the pid was given to another since
  expect(lockHolder(file)).toBeUndefined();
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('exit', resolve));
  takeLock(file);
  expect(lockHolder(file)).toBe(process.pid);
});

test('a lock file cut short by a crash is stale', () => {
  takeLock(file)();
  writeFileSync(file, '');
  const release = takeLock(file);
  expect(lockHolder(file)).toBe(process.pid);
  release();
});
