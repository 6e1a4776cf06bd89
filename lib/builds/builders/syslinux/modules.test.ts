import { expect, test } from 'vitest';
import { demandModules, namedModules, neededModules } from './modules';

test('modules are named by what runs them, and by nothing else', () => {
  const configuration = `UI vesamenu.c32 extra.cfg
# UI nothing.c32
MENU TITLE not this.c32
SAY nor that.c32\r
LABEL hardware
  com32 /syslinux/HDT.c32
LABEL image
  KERNEL memdisk
  APPEND iso
LABEL linux
  LINUX /vmlinuz
  ONERROR reboot.c32`;
  expect(namedModules(configuration)).toEqual([
    { name: 'vesamenu.c32', spelt: 'vesamenu.c32', line: 1 },
    { name: 'hdt.c32', spelt: '/syslinux/HDT.c32', line: 6 },
    { name: 'memdisk', spelt: 'memdisk', line: 8 },
    { name: 'reboot.c32', spelt: 'reboot.c32', line: 12 },
  ]);
});

test('one that is not there is refused with its line and what may be meant', () => {
  const known = new Set(['menu.c32', 'vesamenu.c32']);
  const refusal = (configuration: string) => () =>
    demandModules({ named: namedModules(configuration), known });
  expect(refusal('UI menu.c32')).not.toThrow();
  expect(refusal('\nUI vesmenu.c32')).toThrow(
    'configuration: line 2 names the module "vesmenu.c32", which SYSLINUX does not have. Did you mean "vesamenu.c32"?',
  );
  expect(refusal('UI menu')).toThrow('Did you mean "menu.c32"?');
  expect(refusal('KERNEL /boot/menu.c32')).toThrow(
    'configuration: line 1 names the module "/boot/menu.c32"; the image\'s modules are in /syslinux: write "menu.c32".',
  );
  expect(refusal('KERNEL $(touch /tmp/x).c32')).not.toThrow();
  expect(refusal('KERNEL $(touch).c32')).toThrow('"$(touch).c32", which SYSLINUX does not have.');
});

test('what is no module needs none', () => {
  expect(neededModules(Buffer.alloc(0))).toEqual([]);
  expect(neededModules(Buffer.from('#!/bin/sh\n'.repeat(20)))).toEqual([]);
});
