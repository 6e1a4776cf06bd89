/** What is in every image: packages and files. Pure. */
import type { SourceFile } from '@/lib/builds/apt/sources';
import type { DiskIdentity } from './identity';

/** Names of each kernel's package, by distribution: the first that is available is taken. */
export const kernelPackages = {
  generic: ['linux-image-amd64', 'linux-image-generic'],
  cloud: ['linux-image-cloud-amd64', 'linux-image-virtual'],
} as const;

/** Packages of every image. */
export const packages = [
  'ca-certificates',
  'dbus',
  'e2fsprogs',
  'grub-efi-amd64-bin',
  'grub-pc-bin',
  'grub2-common',
  'initramfs-tools',
  'iproute2',
  'iputils-ping',
  'kmod',
  'less',
  'netbase',
  'openssh-server',
  'procps',
  'systemd',
  'systemd-sysv',
  'udev',
  'zstd',
];

/** Packages that some releases have inside of others; taken where they exist. */
export const optionalPackages = ['systemd-resolved', 'systemd-timesyncd'];

/** Documentation and translations that a server image does without; copyright files stay. */
export const leftOut = [
  'path-exclude=/usr/share/doc/*',
  'path-include=/usr/share/doc/*/copyright',
  'path-exclude=/usr/share/man/*',
  'path-exclude=/usr/share/info/*',
  'path-exclude=/usr/share/locale/*',
  'path-include=/usr/share/locale/locale.alias',
  'path-exclude=/usr/share/lintian/*',
];

/** The screen and the first serial line; the last one is where /dev/console is. */
const consoles = 'console=tty0 console=ttyS0,115200';

/** Files that are there before the kernel is installed, by their path in the image. */
export function imageFilesText({
  identity,
  sources,
}: {
  identity: DiskIdentity;
  sources: SourceFile[];
}): Record<string, string> {
  const files: Record<string, string> = {
    'etc/fstab': [
      `UUID=${identity.rootUuid} / ext4 errors=remount-ro 0 1`,
      `UUID=${fatUuid(identity.espId)} /boot/efi vfat umask=0077,nofail 0 0`,
      '',
    ].join('\n'),
    'etc/hostname': 'provisioned\n',
    'etc/hosts': '127.0.0.1 localhost\n127.0.1.1 provisioned\n::1 localhost ip6-localhost\n',
    'etc/default/grub': [
      'GRUB_DEFAULT=0',
      'GRUB_TIMEOUT=1',
      'GRUB_CMDLINE_LINUX_DEFAULT="loglevel=4"',
      `GRUB_CMDLINE_LINUX="${consoles}"`,
      'GRUB_TERMINAL="console serial"',
      'GRUB_SERIAL_COMMAND="serial --unit=0 --speed=115200"',
      'GRUB_DISABLE_OS_PROBER=true',
      '',
    ].join('\n'),
    // Every driver, as nobody knows the machine yet; zstd, as it unpacks quickest.
    'etc/initramfs-tools/conf.d/provisioner': 'MODULES=most\nCOMPRESS=zstd\n',
    'etc/systemd/network/80-any-card.network': [
      '[Match]',
      'Type=ether',
      'Name=en* eth*',
      '',
      '[Network]',
      'DHCP=yes',
      '',
      '[DHCPv4]',
      'ClientIdentifier=mac',
      'UseDomains=yes',
      '',
    ].join('\n'),
    // One card with an address is enough to be online; the others may have no cable.
    'etc/systemd/system/systemd-networkd-wait-online.service.d/any.conf': [
      '[Service]',
      'ExecStart=',
      'ExecStart=/lib/systemd/systemd-networkd-wait-online --any --timeout=30',
      '',
    ].join('\n'),
    'etc/ssh/sshd_config.d/10-keys-only.conf': 'PasswordAuthentication no\n',
    'etc/systemd/system/ssh-host-keys.service': [
      '[Unit]',
      'Description=Make SSH host keys of our own',
      'ConditionPathExists=!/etc/ssh/ssh_host_ed25519_key',
      'Before=ssh.service',
      '',
      '[Service]',
      'Type=oneshot',
      "ExecStart=/usr/bin/ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/ssh_host_ed25519_key",
      '',
      '[Install]',
      'WantedBy=multi-user.target',
      '',
    ].join('\n'),
  };
  for (const source of sources) files[sourcePath(source.name)] = source.text;
  return files;
}

function sourcePath(name: string): string {
  return name === 'sources.list' ? 'etc/apt/sources.list' : `etc/apt/sources.list.d/${name}`;
}

/** FAT's id as blkid and fstab write it: `1A2B-3C4D`. */
export function fatUuid(id: string): string {
  return `${id.slice(0, 4)}-${id.slice(4)}`.toUpperCase();
}

/** What GRUB does before it has found its folder: the same in both firmwares' images. */
export function grubEarlyConfig({ rootUuid }: { rootUuid: string }): string {
  return [
    `search.fs_uuid ${rootUuid} root`,
    'set prefix=($root)/boot/grub',
    'configfile $prefix/grub.cfg',
    '',
  ].join('\n');
}

/** GRUB's menu until the first kernel update writes one by `update-grub`. */
export function grubMenu({
  rootUuid,
  kernel,
  title,
}: {
  rootUuid: string;
  /** The kernel's release, such as `6.1.0-49-amd64`. */
  kernel: string;
  title: string;
}): string {
  return [
    'set timeout=1',
    'set default=0',
    // A board without a serial port goes on with its screen alone.
    'if serial --unit=0 --speed=115200; then',
    '  terminal_input console serial',
    '  terminal_output console serial',
    'fi',
    `menuentry '${title}' {`,
    `  search --no-floppy --fs-uuid --set=root ${rootUuid}`,
    `  linux /boot/vmlinuz-${kernel} root=UUID=${rootUuid} ro ${consoles} loglevel=4`,
    `  initrd /boot/initrd.img-${kernel}`,
    '}',
    `menuentry '${title} (rescue shell)' {`,
    `  search --no-floppy --fs-uuid --set=root ${rootUuid}`,
    `  linux /boot/vmlinuz-${kernel} root=UUID=${rootUuid} ro ${consoles} single`,
    `  initrd /boot/initrd.img-${kernel}`,
    '}',
    '',
  ].join('\n');
}
