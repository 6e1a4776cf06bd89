import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { tarArchive } from './tar';

const hostile = 'echo $(touch /tmp/x) `id` "\'\n\tü€😀\r\n';

test('tar reads what is in it, with one date and no owner', () => {
  const archive = tarArchive(
    new Map([
      ['boot/grub/grub.cfg', Buffer.from(hostile)],
      ['boot/grub/a.mod', Buffer.alloc(1024, 7)],
      ['boot/grub/empty.lst', Buffer.alloc(0)],
    ]),
  );
  const tar = (...args: string[]) => spawnSync('tar', ['--utc', ...args], { input: archive });
  expect(tar('-xOf', '-', 'boot/grub/grub.cfg').stdout.toString()).toBe(hostile);
  expect(tar('-xOf', '-', 'boot/grub/a.mod').stdout).toEqual(Buffer.alloc(1024, 7));
  const listed = tar('--numeric-owner', '-tvf', '-').stdout.toString();
  expect(listed.replace(/ +/g, ' ')).toBe(
    `-rw-r--r-- 0/0 1024 2026-01-01 00:00 boot/grub/a.mod
-rw-r--r-- 0/0 0 2026-01-01 00:00 boot/grub/empty.lst
-rw-r--r-- 0/0 ${Buffer.byteLength(hostile)} 2026-01-01 00:00 boot/grub/grub.cfg
`,
  );
});

test('the order in which files come does not matter', () => {
  const one: [string, Buffer] = ['a', Buffer.from('1')];
  const two: [string, Buffer] = ['b', Buffer.from('2')];
  expect(tarArchive(new Map([one, two]))).toEqual(tarArchive(new Map([two, one])));
});

test('a name that the form cannot hold is refused', () => {
  expect(() => tarArchive(new Map([['x'.repeat(101), Buffer.alloc(0)]]))).toThrow(/is no name/);
});
