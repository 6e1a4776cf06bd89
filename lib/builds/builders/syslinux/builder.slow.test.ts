/** SYSLINUX's files and its image, as they come out of the packages. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { mainFileOf } from '@/lib/builds/media/main-file';
import { run } from '@/lib/core/exec';
import { syslinuxFragments } from './schema';

const media = mediaRoom();

const files = syslinuxFragments.filter((name) => name !== 'img');

test.each(files)('%s is there, as the package has it', async (fragment) => {
  const { folder } = await media.build('syslinux', { fragment });
  const own = await readFile(path.join(folder, fragment));
  expect(own.length).toBeGreaterThan(400);
  if (fragment.endsWith('.c32')) expect(own.toString('latin1', 1, 4)).toBe('ELF');
  const names = await readdir(folder);
  expect(mainFileOf({ kind: 'syslinux', spec: { fragment } })).toBe(fragment);
  const beside = names.filter((name) => name !== fragment);
  expect(beside).toEqual(companions[fragment] ?? []);
});

const companions: Partial<Record<(typeof files)[number], string[]>> = {
  'isolinux.bin': ['ldlinux.c32'],
  'pxelinux.0': ['ldlinux.c32'],
  'lpxelinux.0': ['ldlinux.c32'],
  'menu.c32': ['libutil.c32'],
  'vesamenu.c32': ['libcom32.c32', 'libutil.c32'],
  'chain.c32': ['libcom32.c32', 'libutil.c32'],
  'mboot.c32': ['libcom32.c32'],
  'reboot.c32': ['libcom32.c32'],
  'hdt.c32': ['libcom32.c32', 'libgpl.c32', 'libmenu.c32', 'libutil.c32'],
  'linux.c32': ['libcom32.c32'],
};

test('the image holds the configuration byte for byte, and the modules that it names', async () => {
  const configuration = 'UI menu.c32\r\nSAY "$(touch /tmp/x)" `id` ü\nLABEL a\nKERNEL memdisk\n';
  const spec = { fragment: 'img', configuration, label: 'boot me' };
  const { folder } = await media.build('syslinux', spec);
  const image = path.join(folder, 'syslinux.img');
  const volume = `${image}@@1048576`;
  const tool = (program: string, ...args: string[]) => run({ program, args, timeout: 10_000 });
  const out = await mkdtemp(path.join(folder, 'out-'));
  await tool('mcopy', '-i', volume, '::syslinux/syslinux.cfg', path.join(out, 'cfg'));
  expect(await readFile(path.join(out, 'cfg'), 'utf8')).toBe(configuration);
  expect(
    (await tool('mdir', '-a', '-b', '-i', volume, '::syslinux')).trim().split('\n').sort(),
  ).toEqual(
    ['ldlinux.c32', 'ldlinux.sys', 'libutil.c32', 'memdisk', 'menu.c32', 'syslinux.cfg'].map(
      (name) => `::/syslinux/${name}`,
    ),
  );
  expect(await tool('mdir', '-i', volume)).toContain('is BOOT ME');
  const table = await tool('sfdisk', '--json', image);
  expect(JSON.parse(table).partitiontable.partitions).toEqual([
    { node: `${image}1`, start: 2048, size: 32_768, type: 'e', bootable: true },
  ]);
});

test('a configuration with a module that there is not is refused, with its name', async () => {
  const spec = { fragment: 'img', configuration: 'UI vesmenu.c32\n' };
  await expect(media.build('syslinux', spec)).rejects.toThrow(
    'configuration: line 1 names the module "vesmenu.c32", which SYSLINUX does not have. Did you mean "vesamenu.c32"?',
  );
});
