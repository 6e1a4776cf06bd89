import { expect, test } from 'vitest';
import { modulePatterns, modulesLeftOut } from './contents';
import { chooseModules, firmwareNames, parseDependencies } from './modules';

const text = `kernel/drivers/nvme/host/nvme.ko: kernel/drivers/nvme/host/nvme-core.ko kernel/lib/crc64.ko
kernel/drivers/nvme/host/nvme-core.ko: kernel/lib/crc64.ko
kernel/lib/crc64.ko:
kernel/drivers/gpu/drm/i915/i915.ko: kernel/drivers/gpu/drm/drm.ko
kernel/drivers/gpu/drm/drm.ko:
kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko.xz:
kernel/drivers/net/ethernet/mellanox/mlxsw/mlxsw_core.ko:
kernel/drivers/net/wireless/ath/ath9k/ath9k.ko:
`;

test('takes what matches with all it needs, and no more', () => {
  const chosen = chooseModules({
    dependencies: parseDependencies(text),
    patterns: modulePatterns,
    leftOut: modulesLeftOut,
  });
  expect(chosen).toEqual([
    'kernel/drivers/net/ethernet/intel/e1000e/e1000e.ko.xz',
    'kernel/drivers/nvme/host/nvme-core.ko',
    'kernel/drivers/nvme/host/nvme.ko',
    'kernel/lib/crc64.ko',
  ]);
});

const common = [
  'drivers/ata/ahci.ko',
  'drivers/scsi/mpt3sas/mpt3sas.ko',
  'drivers/scsi/megaraid/megaraid_sas.ko',
  'drivers/scsi/hpsa.ko',
  'drivers/scsi/aacraid/aacraid.ko',
  'drivers/scsi/smartpqi/smartpqi.ko',
  'drivers/scsi/vmw_pvscsi.ko',
  'drivers/scsi/hv_storvsc.ko',
  'drivers/scsi/sd_mod.ko',
  'drivers/scsi/virtio_scsi.ko',
  'drivers/nvme/host/nvme.ko',
  'drivers/block/virtio_blk.ko',
  'drivers/block/xen-blkfront.ko',
  'drivers/pci/controller/vmd.ko',
  'drivers/mmc/host/sdhci-pci.ko',
  'drivers/usb/storage/uas.ko',
  'drivers/usb/host/xhci-pci.ko',
  'drivers/net/usb/r8152.ko',
  'drivers/net/vmxnet3/vmxnet3.ko',
  'drivers/net/hyperv/hv_netvsc.ko',
  'drivers/net/xen-netfront.ko',
  'drivers/net/virtio_net.ko',
  'drivers/net/ethernet/broadcom/tg3.ko',
  'fs/ext4/ext4.ko',
  'fs/xfs/xfs.ko',
  'fs/btrfs/btrfs.ko',
  'fs/fat/vfat.ko',
  'fs/nls/nls_ascii.ko',
  'drivers/md/raid1.ko',
  'drivers/md/dm-mod.ko',
];

test.each(common)('%s is taken', (file) => {
  const dependencies = new Map([[`kernel/${file}`, []]]);
  expect(
    chooseModules({ dependencies, patterns: modulePatterns, leftOut: modulesLeftOut }),
  ).toEqual([`kernel/${file}`]);
});

test('firmware that a module names', () => {
  const module = Buffer.from('x\0firmware=bnx2/a.fw\0license=GPL\0firmware=bnx2/b.fw\0');
  expect(firmwareNames(module)).toEqual(['bnx2/a.fw', 'bnx2/b.fw']);
});
