import type { Capabilities } from '@/lib/scripts/lint/ipxe/capabilities';

const common = [
  ...['autoboot', 'boot', 'certfree', 'certstat', 'certstore', 'chain', 'choose', 'clear'],
  ...['colour', 'config', 'console', 'cpair', 'dhcp', 'echo', 'exit', 'form', 'goto', 'help'],
  ...['ifclose', 'ifconf', 'iflinkwait', 'ifopen', 'ifstat', 'imgargs', 'imgexec', 'imgfetch'],
  ...['imgfree', 'imgload', 'imgselect', 'imgstat', 'inc', 'initrd', 'iseq', 'isset', 'item'],
  ...['kernel', 'login', 'menu', 'module', 'ping', 'poweroff', 'present', 'prompt', 'pxebs'],
  ...['read', 'reboot', 'route', 'sanboot', 'sanhook', 'sanunhook', 'set', 'shell', 'shim'],
  ...['show', 'sleep', 'sync', 'vcreate', 'vdestroy'],
];
const drivers = ['ibstat', 'iwlist', 'iwstat'];
const schemes = ['aoe', 'http', 'https', 'iscsi', 'nfs', 'tftp'];
const features = ['AoE', 'DNS', 'HTTP', 'HTTPS', 'Menu', 'NFS', 'TFTP', 'VLAN', 'iSCSI', 'IPv6'];
const bios = ['ELF', 'MBOOT', 'PXE', 'PXEXT', 'bzImage'];

/** What Debian 13's package holds, measured; the lab compares it with the loaders themselves. */
export const debian13: Capabilities = {
  version: '1.21.1+git20250501.dad20602+dfsg-1',
  loaders: [
    {
      name: 'undionly.kpxe',
      commands: [...common, 'cpuid'],
      schemes,
      features: [...features, ...bios],
    },
    {
      name: 'ipxe.pxe',
      commands: [...common, ...drivers, 'cpuid'],
      schemes: [...schemes, 'ib_srp'],
      features: [...features, ...bios, 'SRP'],
    },
    {
      name: 'ipxe.lkrn',
      commands: [...common, ...drivers, 'cpuid'],
      schemes: [...schemes, 'ib_srp'],
      features: [...features, ...bios, 'SRP'],
    },
    {
      name: 'snponly.efi',
      commands: [...common, 'cpuid'],
      schemes: [...schemes, 'file'],
      features: [...features, 'EFI'],
    },
    {
      name: 'ipxe.efi',
      commands: [...common, ...drivers, 'cpuid'],
      schemes: [...schemes, 'file', 'ib_srp'],
      features: [...features, 'EFI', 'SRP'],
    },
    {
      name: 'ipxe-arm64.efi',
      commands: [...common, ...drivers, 'fdt', 'imgextract'],
      schemes: [...schemes, 'file', 'ib_srp'],
      features: [...features, 'EFI', 'SRP'],
    },
  ],
};
