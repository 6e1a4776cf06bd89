import { chmod, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { cpioRecord, writeCpio } from './cpio';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cpio-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

test('a record as the kernel documents it', () => {
  const entry = { name: 'ab', mode: 0o100644, data: Buffer.from('hello') };
  const record = cpioRecord({ entry, inode: 7, time: 0x65000000 });
  const header =
    '070701' +
    '00000007' +
    '000081a4' +
    '00000000' +
    '00000000' +
    '00000001' +
    '65000000' +
    '00000005' +
    '00000000'.repeat(4) +
    '00000003' +
    '00000000';
  expect(record.toString('latin1')).toBe(`${header}ab\0\0\0\0hello\0\0\0`);
});

async function makeTree(root: string, when: number): Promise<void> {
  await mkdir(path.join(root, 'bin'), { recursive: true });
  await writeFile(path.join(root, 'bin/tool'), 'x');
  await chmod(path.join(root, 'bin/tool'), 0o700);
  await writeFile(path.join(root, 'a.conf'), 'y');
  await chmod(path.join(root, 'a.conf'), 0o600);
  await symlink('bin/tool', path.join(root, 'link'));
  await utimes(path.join(root, 'a.conf'), when, when);
}

test('two trees of the same content give the same bytes, whatever their times and modes', async () => {
  const archives = [];
  for (const [name, when] of [
    ['one', 1_000_000],
    ['two', 2_000_000],
  ] as const) {
    const root = path.join(folder, name);
    await makeTree(root, when);
    if (name === 'two') await chmod(path.join(root, 'a.conf'), 0o664);
    const file = path.join(folder, `${name}.cpio`);
    await writeCpio({ root, file, time: 1_700_000_000, signal });
    archives.push(await readFile(file));
  }
  expect(archives[0]?.equals(archives[1] ?? Buffer.alloc(0))).toBe(true);
  const text = archives[0]?.toString('latin1') ?? '';
  const order = ['a.conf', 'bin\0', 'bin/tool', 'link', 'TRAILER!!!'].map((name) =>
    text.indexOf(name),
  );
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order[0]).toBeGreaterThan(0);
});
