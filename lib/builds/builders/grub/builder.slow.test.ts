/** GRUB's files as grub-mkimage and mtools make them: their form, and what is in them. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { buildContext } from '@/e2e/fixtures/build-context';
import { mediaRoom } from '@/e2e/fixtures/build-medium';
import { run } from '@/lib/core/exec';
import { grubPackage } from './package';
import { efiPath, grubFile } from './schema';

const media = mediaRoom();

const configuration = 'echo "$(touch /tmp/x)" `id` \'ü€\'\n';

/** Machine of a PE file (PE format, 3.3.1). */
function machineOf(file: Buffer): number {
  const header = file.readUInt32LE(0x3c);
  expect(file.toString('latin1', header, header + 4)).toBe('PE\0\0');
  return file.readUInt16LE(header + 4);
}

const efi = [
  { platform: 'x86_64-efi', machine: 0x8664, name: 'grubx64.efi', boots: 'EFI/BOOT/BOOTX64.EFI' },
  { platform: 'i386-efi', machine: 0x014c, name: 'grubia32.efi', boots: 'EFI/BOOT/BOOTIA32.EFI' },
  { platform: 'arm64-efi', machine: 0xaa64, name: 'grubaa64.efi', boots: 'EFI/BOOT/BOOTAA64.EFI' },
] as const;

test.each(efi)(
  '$platform: a program for that machine, and where firmware looks for it',
  async ({ platform, machine, name, boots }) => {
    expect(grubFile({ platform, fragment: 'efi' })).toBe(name);
    expect(efiPath(platform)).toBe(boots);
    const program = await media.build('grub', { platform, configuration });
    const file = await readFile(path.join(program.folder, name));
    expect(machineOf(file)).toBe(machine);
    expect(file.includes(Buffer.from(configuration))).toBe(true);

    const spec = { platform, fragment: 'img', configuration, label: 'my stick' };
    const { folder } = await media.build('grub', spec);
    const image = path.join(folder, `grub-${platform}.img`);
    const listing = (...args: string[]) => run({ program: 'mdir', args, timeout: 10_000 });
    expect(await listing('-b', '-/', '-i', image)).toContain(`::/${boots}`);
    expect(await listing('-i', image)).toContain('is MY STICK');
    expect((await readFile(image)).includes(Buffer.from(configuration))).toBe(true);
  },
);

test('the BIOS core comes with its boot sector; the network bootloader is one file', async () => {
  const core = await media.build('grub', { platform: 'i386-pc' });
  expect(await readdir(core.folder)).toEqual(['boot.img', 'core.img']);
  const sector = await readFile(path.join(core.folder, 'boot.img'));
  expect([sector.length, sector.readUInt16LE(510)]).toEqual([512, 0xaa55]);

  const pxe = await media.build('grub', { platform: 'i386-pc', fragment: 'pxe' });
  expect(await readdir(pxe.folder)).toEqual(['core.0']);
});

test('modules that the configuration uses are in the image, and what there is not is said', async () => {
  const spec = { platform: 'x86_64-efi', configuration: 'insmod btrfs\ninsmod nosuch\nlspci\n' };
  const { folder, lines } = await media.build('grub', spec);
  const file = await readFile(path.join(folder, 'grubx64.efi'));
  for (const name of ['btrfs', 'lspci', 'raid6rec']) {
    expect(file.includes(`boot/grub/x86_64-efi/${name}.mod`), name).toBe(true);
  }
  expect(file.includes('boot/grub/x86_64-efi/zfs.mod')).toBe(false);
  expect(lines.join('\n')).toContain('loads "nosuch", which GRUB for x86_64-efi does not have');
});

test('a misspelt module and a core that is too big are refused before there is a file', async () => {
  const misspelt = { platform: 'i386-pc', modules: ['ext4'] };
  await expect(media.build('grub', misspelt)).rejects.toThrow(
    /^modules: GRUB \S+ for i386-pc has no module "ext4" \(near it: ext2/,
  );
  const modules = ['zfs', 'btrfs', 'gfxterm', 'gfxmenu', 'legacycfg', 'nativedisk', 'luks2', 'lvm'];
  const many = [
    ...modules,
    'functional_test',
    'efiemu',
    'hfsplus',
    'xnu',
    'jpeg',
    'squash4',
    'pgp',
  ];
  await expect(
    media.build('grub', { platform: 'i386-pc', modules: many, configuration: noise() }),
  ).rejects.toThrow(/too big for i386-pc.*name fewer modules/);
});

/** Text that no compressor makes smaller. */
function noise(): string {
  let state = 1;
  return Array.from({ length: 190_000 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0x100 + (state % 0x600));
  }).join('');
}

test('a package that is neither installed nor to be had is named', async () => {
  const { cache } = await buildContext();
  const signal = AbortSignal.timeout(60_000);
  // An apt folder that is a file: nothing can be fetched.
  await run({ program: 'touch', args: [path.join(cache, 'apt')], timeout: 1_000 });
  await expect(grubPackage({ platform: 'arm64-efi', cache, signal })).rejects.toThrow(
    /^GRUB for arm64-efi is in the package "grub-efi-arm64-bin" \(arm64\), .*Install with: apt-get install grub-efi-arm64-bin\. What apt said: /,
  );
});
