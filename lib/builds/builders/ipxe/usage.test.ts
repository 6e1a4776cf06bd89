import { expect, it } from 'vitest';
import { extensionsOf, ipxeDrivers, ipxePlatforms } from './schema';
import { usageOf } from './usage';

const said = (made: Parameters<typeof usageOf>[0]) =>
  usageOf(made)
    .map(({ name, use }) => `${name}: ${use.join(' ')}`)
    .join('\n');

const efi = { platform: 'bin-x86_64-efi', driver: 'ipxe', extension: 'efi' } as const;
const bios = { platform: 'bin-x86_64-pcbios', driver: 'undionly', extension: 'kpxe' } as const;

it('tells how the script gets in, and tells nothing of a file that is not there', () => {
  const prebuilt = said({ ...efi, engine: 'prebuilt', autoexec: true });
  expect(prebuilt).toContain('autoexec.ipxe: The script. iPXE fetches it by this name');
  const old = said({ ...efi, engine: 'prebuilt', autoexec: false });
  expect(old).toContain('does not look for it by itself');
  expect(old).toContain('dhcp-userclass=set:ipxe,iPXE');
  const compiled = said({ ...efi, engine: 'compiled', autoexec: false });
  expect(compiled).toContain('ipxe.efi: The script is inside.');
  expect(compiled).not.toContain('autoexec.ipxe');
});

it('tells BIOS’ loaders that DHCP has to name the script', () => {
  const text = said({ ...bios, engine: 'prebuilt', autoexec: false });
  expect(text).toContain('client architecture 0');
  expect(text).toContain('dhcp-boot=tag:ipxe,ADDRESS');
});

it('names the place on a FAT file system by architecture', () => {
  const place = (platform: 'bin-x86_64-efi' | 'bin-i386-efi' | 'bin-arm64-efi') =>
    said({ ...efi, platform, engine: 'compiled', autoexec: false });
  expect(place('bin-x86_64-efi')).toContain('EFI/BOOT/BOOTX64.EFI');
  expect(place('bin-i386-efi')).toContain('EFI/BOOT/BOOTIA32.EFI');
  expect(place('bin-arm64-efi')).toContain('EFI/BOOT/BOOTAA64.EFI');
});

it('has whole sentences for every target and engine', () => {
  for (const engine of ['prebuilt', 'compiled'] as const) {
    for (const platform of ipxePlatforms) {
      for (const driver of ipxeDrivers) {
        for (const extension of extensionsOf({ platform, driver })) {
          const files = usageOf({ platform, driver, extension, engine, autoexec: true });
          expect(files[0]?.name).toBe(`${driver}.${extension}`);
          for (const line of files.flatMap(({ use }) => use)) expect(line).toMatch(/^[A-Z].*\.$/);
        }
      }
    }
  }
});
