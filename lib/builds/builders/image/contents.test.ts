import { expect, test } from 'vitest';
import { fatUuid, grubEarlyConfig, grubMenu, imageFilesText } from './contents';
import { diskIdentity } from './identity';
import { imageSpec } from './schema';

const rootUuid = '11111111-2222-8333-8444-555555555555';

test('GRUB finds its folder by the root file system', () => {
  expect(grubEarlyConfig({ rootUuid })).toBe(`search.fs_uuid ${rootUuid} root
set prefix=($root)/boot/grub
configfile $prefix/grub.cfg
`);
});

test('the menu has the screen and the serial line', () => {
  expect(
    grubMenu({ rootUuid, kernel: '6.1.0-49-amd64', title: 'Debian bookworm' }),
  ).toBe(`set timeout=1
set default=0
if serial --unit=0 --speed=115200; then
  terminal_input console serial
  terminal_output console serial
fi
menuentry 'Debian bookworm' {
  search --no-floppy --fs-uuid --set=root ${rootUuid}
  linux /boot/vmlinuz-6.1.0-49-amd64 root=UUID=${rootUuid} ro console=tty0 console=ttyS0,115200 loglevel=4
  initrd /boot/initrd.img-6.1.0-49-amd64
}
menuentry 'Debian bookworm (rescue shell)' {
  search --no-floppy --fs-uuid --set=root ${rootUuid}
  linux /boot/vmlinuz-6.1.0-49-amd64 root=UUID=${rootUuid} ro console=tty0 console=ttyS0,115200 single
  initrd /boot/initrd.img-6.1.0-49-amd64
}
`);
});

test('files name the ids of their own disk, and the sources are among them', () => {
  const identity = diskIdentity('test');
  const files = imageFilesText({
    identity,
    sources: [
      { name: 'sources.list', text: 'one' },
      { name: 'debian.sources', text: 'two' },
    ],
  });
  expect(files['etc/fstab']).toBe(
    `UUID=${identity.rootUuid} / ext4 errors=remount-ro 0 1\nUUID=${fatUuid(identity.espId)} /boot/efi vfat umask=0077,nofail 0 0\n`,
  );
  expect(files['etc/apt/sources.list']).toBe('one');
  expect(files['etc/apt/sources.list.d/debian.sources']).toBe('two');
  expect(files['etc/ssh/sshd_config.d/10-keys-only.conf']).toBe('PasswordAuthentication no\n');
});

test('FAT ids are written as blkid writes them', () => {
  expect(fatUuid('1a2b3c4d')).toBe('1A2B-3C4D');
});

test('a spec takes names of packages only', () => {
  expect(imageSpec.parse({})).toEqual({
    distribution: 'debian',
    packages: [],
  });
  expect(imageSpec.safeParse({ packages: ['curl', 'libstdc++6'] }).success).toBe(true);
  for (const bad of ['-o', 'a b', 'Curl', 'x', '../x', '?essential']) {
    expect(imageSpec.safeParse({ packages: [bad] }).success, bad).toBe(false);
  }
  expect(imageSpec.safeParse({ sizeMiB: 10 }).success).toBe(false);
});
