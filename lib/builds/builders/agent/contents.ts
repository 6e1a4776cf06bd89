/** What goes into the agent's Linux: packages, programs, drivers. Data only. */

/** The kernel's package, by distribution: the first one that is available is taken. */
export const kernelPackages = ['linux-image-amd64', 'linux-image-generic'];

export const packages = [
  'bash',
  'btrfs-progs',
  'busybox-static',
  'ca-certificates',
  'dosfstools',
  'e2fsprogs',
  'efibootmgr',
  'ethtool',
  'fdisk',
  'gdisk',
  'gzip',
  'hdparm',
  'kmod',
  'libgcc-s1',
  'libstdc++6',
  'lvm2',
  'mdadm',
  'mount',
  'nvme-cli',
  'parted',
  'python3',
  'util-linux',
  'xfsprogs',
  'zstd',
];

/**
 * Firmware that network cards of servers want. Taken where the machine's
 * sources carry it (on Debian that is the component non-free-firmware), and
 * of it only the files that a driver in here names.
 */
export const firmwarePackages = [
  'firmware-bnx2',
  'firmware-bnx2x',
  'firmware-cavium',
  'firmware-misc-nonfree',
  'firmware-myricom',
  'firmware-netronome',
  'firmware-netxen',
  'firmware-qlogic',
  'firmware-realtek',
  'linux-firmware',
];

/** Programs beside busybox's applets, which they take precedence over. */
export const programs = [
  'bash',
  'blkdiscard',
  'blkid',
  'blockdev',
  'btrfs',
  'dmsetup',
  'e2fsck',
  'efibootmgr',
  'ethtool',
  'findmnt',
  'fsck.fat',
  'fstrim',
  'gzip',
  'hdparm',
  'kmod',
  'losetup',
  'lsblk',
  'lvm',
  'mdadm',
  'mke2fs',
  'mkfs.btrfs',
  'mkfs.fat',
  'mkfs.xfs',
  'mkswap',
  'mount',
  'nvme',
  'parted',
  'partprobe',
  'partx',
  'resize2fs',
  'sfdisk',
  'sgdisk',
  'tune2fs',
  'umount',
  'wipefs',
  'xfs_growfs',
  'xfs_repair',
  'zstd',
];

/** Libraries that no program here names: the server's own node wants them, which scripts may ask for. */
export const libraries = [
  'ld-linux-x86-64.so.2',
  'libc.so.6',
  'libdl.so.2',
  'libgcc_s.so.1',
  'libm.so.6',
  'libpthread.so.0',
  'libstdc++.so.6',
];

/** Other names of programs: link → program. */
export const programLinks: Record<string, string> = {
  // Not busybox's: that one prefers its own applets to the programs above.
  sh: 'bash',
  depmod: 'kmod',
  insmod: 'kmod',
  lsmod: 'kmod',
  modinfo: 'kmod',
  modprobe: 'kmod',
  rmmod: 'kmod',
  e2label: 'tune2fs',
  'fsck.ext4': 'e2fsck',
  'fsck.vfat': 'fsck.fat',
  'mkfs.ext2': 'mke2fs',
  'mkfs.ext3': 'mke2fs',
  'mkfs.ext4': 'mke2fs',
  'mkfs.vfat': 'mkfs.fat',
  ...Object.fromEntries(
    ['pv', 'vg', 'lv'].flatMap((kind) =>
      ['create', 'display', 'remove', 's', 'scan'].map((verb) => [kind + verb, 'lvm']),
    ),
  ),
  vgchange: 'lvm',
  lvchange: 'lvm',
};

/**
 * Folders and files below the kernel's module folder that are taken, with all
 * that they depend on. Disks and cards of servers and virtual machines, what
 * they hang on, and the file systems of the systems we install.
 */
export const modulePatterns = [
  // Disk controllers: SATA, SAS and RAID, Fibre Channel, NVMe, virtual ones, cards, USB.
  /^drivers\/(ata|message|nvme\/host|virtio|mmc|xen)\//,
  /^drivers\/scsi\/(?!scsi_debug|pcmcia|st\.|osst|ch\.|ses\.|sg\.)/,
  /^drivers\/block\/(virtio_blk|xen-blkfront|loop|nbd)\./,
  /^drivers\/(md|hv)\//,
  /^drivers\/pci\/controller\//,
  /^drivers\/usb\/(host|storage|common|core)\//,
  // Network cards.
  /^drivers\/net\/(ethernet|phy|mdio|pcs|usb|vmxnet3|hyperv|bonding|ipvlan)\//,
  /^drivers\/net\/(virtio_net|xen-netfront|net_failover|mii|mdio|macvlan|dummy)\./,
  /^net\/8021q\//,
  // File systems, and what partitions and volumes are made of.
  /^fs\/(ext4|xfs|btrfs|fat|nls|isofs|udf|squashfs|overlayfs|efivarfs|fuse)\//,
  // A keyboard, for whoever stands before it.
  /^drivers\/hid\/(hid|hid-generic|hid-hyperv|usbhid\/usbhid)\./,
  /^drivers\/input\/(evdev|serio\/hyperv-keyboard|keyboard\/atkbd)\./,
  // BMCs, watchdogs stay out; IPMI is what scripts ask a server's board by.
  /^drivers\/char\/(ipmi\/|hw_random\/virtio-rng)/,
  /^crypto\/(crc32c|xxhash|blake2b|sha256|crct10dif)/,
  /^arch\/x86\/crypto\/(crc32c-intel|crct10dif-pclmul|sha256-ssse3)\./,
];

/** Large drivers that no machine we install needs from RAM. */
export const modulesLeftOut = [
  /^drivers\/net\/ethernet\/(mellanox\/mlxsw|microchip\/sparx5|marvell\/prestera)\//,
  /^drivers\/scsi\/(lpfc\/lpfc_nvmet|elx)\//,
  /^drivers\/xen\/(xen-pciback|xen-scsiback)/,
];
