import { describe, expect, it } from 'vitest';
import {
  efiFiles,
  isoFiles,
  isolinuxConfiguration,
  mediumIdentity,
  xorrisoArguments,
} from './layout';

const both = {
  kernel: '/p/ipxe.lkrn',
  programs: [
    { platform: 'bin-x86_64-efi' as const, file: '/p/ipxe.efi' },
    { platform: 'bin-arm64-efi' as const, file: '/p/ipxe-arm64.efi' },
  ],
  script: '/s/autoexec.ipxe',
};

const names = (files: { name: string }[]) => files.map(({ name }) => name);

describe('what is on a medium', () => {
  it('has the script where each firmware’s iPXE finds it', () => {
    expect(names(efiFiles(both))).toEqual([
      'EFI/BOOT/BOOTX64.EFI',
      'EFI/BOOT/BOOTAA64.EFI',
      'EFI/BOOT/autoexec.ipxe',
      'autoexec.ipxe',
    ]);
    expect(names(isoFiles(both))).toEqual([
      'isolinux/isolinux.bin',
      'isolinux/ldlinux.c32',
      'isolinux/ipxe.lkrn',
      ...names(efiFiles(both)),
    ]);
    expect(isolinuxConfiguration({ script: true })).toBe(
      'DEFAULT ipxe\nPROMPT 0\nLABEL ipxe\n  LINUX /isolinux/ipxe.lkrn\n  INITRD /autoexec.ipxe\n',
    );
  });

  it('has none where it is inside the programs', () => {
    expect(names(isoFiles({ ...both, script: null }))).not.toContain('autoexec.ipxe');
    expect(isolinuxConfiguration({ script: false })).not.toContain('INITRD');
  });

  it('is BIOS’ or UEFI’s alone where the other has no program', () => {
    expect(names(isoFiles({ ...both, programs: [] })).at(-1)).toBe('autoexec.ipxe');
    expect(names(isoFiles({ ...both, kernel: null }))).toEqual(names(efiFiles(both)));
  });
});

describe('xorriso’s arguments', () => {
  const identity = mediumIdentity('a');
  const given = { tree: '/t', efi: '/t/efi.img', bios: true, label: 'A b', identity, output: '/o' };

  it('make one image for CD and stick, by BIOS and UEFI', () => {
    const line = xorrisoArguments(given);
    expect(line.slice(0, 7)).toEqual(['-as', 'mkisofs', '-quiet', '-o', '/o', '-V', 'A b']);
    expect(line.join(' ')).toContain('-isohybrid-mbr /usr/lib/ISOLINUX/isohdpfx.bin');
    expect(line.slice(-6)).toEqual([
      ...['-eltorito-alt-boot', '-e', 'efi.img', '-no-emul-boot', '-isohybrid-gpt-basdat', '/t'],
    ]);
  });

  it('append the FAT image as a partition where there is no BIOS', () => {
    const line = xorrisoArguments({ ...given, efi: '/s/efi.img', bios: false }).join(' ');
    expect(line).toContain('-append_partition 2 C12A7328-F81F-11D2-BA4B-00A0C93EC93B /s/efi.img');
    expect(line).not.toContain('isolinux');
  });

  it('know nothing of UEFI where there is none', () => {
    const line = xorrisoArguments({ ...given, efi: null }).join(' ');
    expect(line).not.toMatch(/efi|gpt/);
  });
});

describe('a medium’s identity', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(mediumIdentity('a')).toEqual(mediumIdentity('a'));
    const seeds = Array.from({ length: 500 }, (_, index) => mediumIdentity(`seed ${index}`));
    for (const key of ['volumeId', 'diskGuid', 'date'] as const) {
      expect(new Set(seeds.map((one) => one[key])).size).toBe(500);
    }
    for (const { volumeId, diskGuid, date } of seeds) {
      expect(volumeId).toMatch(/^[0-9a-f]{8}$/);
      expect(diskGuid).toMatch(/^[0-9a-f]{12}8[0-9a-f]{3}a[0-9a-f]{15}$/);
      expect(date).toMatch(/^20(1[5-9]|2[0-5])\d{12}$/);
    }
  });
});
