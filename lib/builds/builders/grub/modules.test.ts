import { expect, test } from 'vitest';
import { demandKnown, type GrubModules, modulesOf, parseList, withNeeds } from './modules';

const modules: GrubModules = {
  names: new Set(['ext2', 'http', 'net', 'lspci', 'serial', 'gfxterm', 'video', 'part_gpt', 'pci']),
  needs: new Map([
    ['http', ['net']],
    ['gfxterm', ['video']],
    ['lspci', ['pci', 'lspci']],
  ]),
  commands: new Map([
    ['lspci', 'lspci'],
    ['net_dhcp', 'net'],
    ['linuxefi', 'linuxefi'],
  ]),
  terminals: new Map([['gfxterm', 'gfxterm']]),
};

test("GRUB's lists are read line by line, also where nothing follows", () => {
  expect(parseList('*acpi: acpi\nhttp: net priority_queue\nalone:\n\n')).toEqual([
    ['*acpi', 'acpi'],
    ['http', 'net priority_queue'],
    ['alone', ''],
  ]);
});

test('a module brings what it needs, and a circle ends', () => {
  expect([...withNeeds({ wanted: ['lspci', 'http'], modules })].sort()).toEqual([
    'http',
    'lspci',
    'net',
    'pci',
  ]);
});

test('a configuration uses what it loads, its commands and its terminals', () => {
  const configuration = `
insmod part_gpt
  insmod\text2;insmod efi_gop
if [ "$grub_platform" = pc ]; then lspci; fi
terminal_output gfxterm
net_dhcp; linuxefi /vmlinuz
`;
  const found = modulesOf({ configuration, modules });
  // linuxefi is a command here without a module that could be taken along.
  expect([...found.used].sort()).toEqual(['ext2', 'gfxterm', 'lspci', 'net', 'part_gpt']);
  expect(found.unknown).toEqual(['efi_gop']);
});

test('an unknown module is refused with those that may be meant', () => {
  const what = 'GRUB 2.06 for i386-pc';
  expect(() => demandKnown({ wanted: ['ext2', 'http'], modules, what })).not.toThrow();
  expect(() => demandKnown({ wanted: ['ext4', 'htttp', 'zebra', 'gpt'], modules, what })).toThrow(
    'modules: GRUB 2.06 for i386-pc has no module "ext4" (near it: ext2), "htttp" (near it: http), "zebra", "gpt" (near it: part_gpt).',
  );
});
