/**
 * Hostile texts on their way onto media: they are in what was built byte for
 * byte, and none of the programs on the way has run a word of them.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { hostileTexts } from '@/e2e/fixtures/hostile';
import { run } from '@/lib/core/exec';
import type { MediaKind } from './builder';

const media = mediaRoom();
let folder = '';
let made = '';
let hostile = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hostile-'));
  made = path.join(folder, 'made');
  // In every way in which a shell, a make or a program that starts a shell could take it.
  const command = `touch ${made}`;
  const ways = [
    `$(${command})`,
    `\`${command}\``,
    `; ${command} ;`,
    `' ; ${command} ; '`,
    `" ; ${command} ; "`,
    `| ${command}`,
    `&& ${command}`,
    `$(shell ${command})`,
    `\n${command}\n`,
  ];
  hostile = [...ways, ...Object.values(hostileTexts)].join('\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const script = () => `#!ipxe\n${hostile}\n`;

const cases: [MediaKind, string, () => object][] = [
  [
    'ipxe',
    'script',
    () => ({ platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi', script: script() }),
  ],
  [
    'ipxe',
    'script',
    () => ({ platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'iso', script: script() }),
  ],
  [
    'iso',
    'script',
    () => ({ engine: 'prebuilt', script: script(), architectures: ['x86_64', 'arm64'] }),
  ],
  [
    'grub',
    'configuration',
    () => ({ platform: 'x86_64-efi', fragment: 'img', configuration: hostile }),
  ],
  ['grub', 'configuration', () => ({ platform: 'arm64-efi', configuration: hostile })],
  ['syslinux', 'configuration', () => ({ fragment: 'img', configuration: hostile })],
];

test.each(cases)(
  '%s: its %s is there byte for byte, and nothing of it ran',
  async (kind, field, spec) => {
    const wish = spec();
    const text = Buffer.from(String((wish as Record<string, unknown>)[field]));
    const built = await media.build(kind, wish);
    const names = await readdir(built.folder);
    const files = await Promise.all(names.map((name) => readFile(path.join(built.folder, name))));
    expect(files.some((file) => file.includes(text))).toBe(true);
    expect(existsSync(made)).toBe(false);
  },
);

test('labels that look like options and other words are kept, in capitals on FAT', async () => {
  const label = 'n -rf --x';
  const { folder: built } = await media.build('grub', {
    platform: 'x86_64-efi',
    fragment: 'img',
    label,
  });
  const image = await readFile(path.join(built, 'grub-x86_64-efi.img'));
  expect(image.toString('latin1', 43, 54)).toBe('N -RF --X  ');
});

test('the BIOS forms, whose configuration is packed, ran nothing either', async () => {
  for (const fragment of ['core', 'pxe', 'img']) {
    await media.build('grub', { platform: 'i386-pc', fragment, configuration: hostile });
  }
  expect(existsSync(made)).toBe(false);
});

test('the trap would have shut: a shell that sees the text makes the file', async () => {
  await run({ program: 'sh', args: ['-c', `echo ${hostile.split('\n')[0]}`], timeout: 5_000 });
  expect(existsSync(made)).toBe(true);
});
