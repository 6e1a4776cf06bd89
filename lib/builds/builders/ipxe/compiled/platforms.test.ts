import { expect, test } from 'vitest';
import { ipxePlatforms } from '../schema';
import { compiledTools, crossPrefix, platformFiles } from './platforms';

test('the files of each platform', () => {
  expect(Object.fromEntries(ipxePlatforms.map((name) => [name, platformFiles(name)]))).toEqual({
    'bin-x86_64-pcbios': bios,
    'bin-i386-pcbios': bios,
    'bin-x86_64-efi': uefi,
    'bin-i386-efi': uefi,
    'bin-arm64-efi': uefi,
  });
});

const bios = [
  'ipxe.kpxe',
  'ipxe.pxe',
  'ipxe.lkrn',
  'ipxe.dsk',
  'ipxe.usb',
  'ipxe.iso',
  'undionly.kpxe',
];
const uefi = ['ipxe.efi', 'ipxe.usb', 'ipxe.iso', 'snponly.efi', 'snponly.usb', 'snponly.iso'];

test('the cross compiler is for the other kind of machine', () => {
  expect(crossPrefix('bin-arm64-efi', 'x64')).toBe('aarch64-linux-gnu-');
  expect(crossPrefix('bin-arm64-efi', 'arm64')).toBe('');
  expect(crossPrefix('bin-i386-efi', 'x64')).toBe('');
  expect(crossPrefix('bin-x86_64-pcbios', 'arm64')).toBe('x86_64-linux-gnu-');
});

test('what is needed is named with the package that brings it', () => {
  const packages = (platform: (typeof ipxePlatforms)[number], extension: 'efi' | 'iso' | 'kpxe') =>
    [...new Set(compiledTools({ platform, extension }, 'x64').map((tool) => tool.package))].sort();
  expect(packages('bin-x86_64-efi', 'efi')).toEqual([
    'binutils',
    'gcc',
    'git',
    'libc6-dev',
    'make',
    'perl',
  ]);
  expect(packages('bin-arm64-efi', 'efi')).toEqual([
    'binutils-aarch64-linux-gnu',
    'gcc',
    'gcc-aarch64-linux-gnu',
    'git',
    'libc6-dev',
    'make',
    'perl',
  ]);
  expect(packages('bin-x86_64-pcbios', 'kpxe')).toContain('liblzma-dev');
  expect(packages('bin-x86_64-pcbios', 'iso')).toContain('xorriso');
  expect(packages('bin-arm64-efi', 'iso')).toContain('mtools');
});
