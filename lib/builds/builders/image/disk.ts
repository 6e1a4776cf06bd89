/** Puts the disk image together in one sparse file, without loop devices. */
import { copyFile, mkdir, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { bootCode, coreImage } from './bios-boot';
import type { DiskIdentity } from './identity';
import { layout, partitionTable, rootBytes, sectorBytes } from './layout';
import { isRoot } from './root-system';

interface Request {
  tar: string;
  identity: DiskIdentity;
  /** MiB; as small as it can be when unset. */
  sizeMiB: number | undefined;
  epoch: number;
  context: BuildContext;
}

/**
 * Features of ext4, named one by one: GRUB 2.06 reads no file system with
 * those that newer versions of mke2fs switch on by themselves.
 */
const mke2fsConfiguration = `[defaults]
  base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr
  default_mntopts = acl,user_xattr
  blocksize = 4096
  inode_size = 256
  inode_ratio = 16384
[fs_types]
  ext4 = {
    features = has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
  }
`;

/** Makes the raw image and gives its path. */
export async function makeDisk(request: Request): Promise<string> {
  const { tar, identity, sizeMiB, epoch, context } = request;
  const { scratch } = context;
  const root = path.join(scratch, 'root');
  const disk = path.join(scratch, 'disk.raw');
  // As another user all owners live in a user namespace; the files too.
  const asRoot = isRoot() ? [] : ['unshare', '--map-root-user', '--map-auto', '--'];
  const run = (argv: string[], env: Record<string, string> = {}, input?: string) => {
    const [program = '', ...args] = argv;
    return context.run(program, args, { env: { SOURCE_DATE_EPOCH: String(epoch), ...env }, input });
  };
  try {
    await mkdir(root);
    // Device nodes are the kernel's to make (devtmpfs), and in a user namespace nobody else's.
    const extract = ['tar', '-xpf', tar, '-C', root, '--numeric-owner', '--xattrs'];
    await run([...asRoot, ...extract, '--exclude=./dev/*']);
    const used = await run([...asRoot, 'du', '-s', '--block-size=1', root]);
    const rootSize = rootPartitionSize({ content: Number.parseInt(used, 10), sizeMiB });
    await writeFile(disk, '');
    await truncate(disk, layout.rootStart + rootSize + layout.tail);
    await run(['sfdisk', '-q', disk], {}, partitionTable({ identity, rootSize }));
    const configuration = path.join(scratch, 'mke2fs.conf');
    await writeFile(configuration, mke2fsConfiguration);
    await run(
      [
        ...asRoot,
        'mke2fs',
        '-q',
        '-F',
        '-t',
        'ext4',
        '-L',
        'root',
        '-m',
        '1',
        '-U',
        identity.rootUuid,
        '-J',
        'size=32',
        // Room in the descriptor table to grow online to 8 TiB.
        '-E',
        `hash_seed=${identity.hashSeed},offset=${layout.rootStart},resize=${8 * 2 ** 28},lazy_itable_init=0,root_owner=0:0`,
        '-d',
        root,
        disk,
        `${rootSize / 1024}k`,
      ],
      { MKE2FS_CONFIG: configuration, E2FSPROGS_FAKE_TIME: String(epoch) },
    );
    const grub = path.join(root, 'boot/grub');
    await placeBios({ disk, grub });
    await placeEfi({ disk, grub, identity, run, scratch });
  } finally {
    await run([...asRoot, 'rm', '-rf', '--one-file-system', root]);
  }
  return disk;
}

function rootPartitionSize({
  content,
  sizeMiB,
}: {
  content: number;
  sizeMiB: number | undefined;
}): number {
  const least = rootBytes(content);
  if (sizeMiB === undefined) return least;
  const given = sizeMiB * 1024 * 1024 - layout.rootStart - layout.tail;
  if (given < least) {
    const needed = Math.ceil((least + layout.rootStart + layout.tail) / 1024 / 1024);
    throw new Error(
      `${sizeMiB} MiB are too few for these packages: at least ${needed} MiB are needed.`,
    );
  }
  return given;
}

async function placeBios({ disk, grub }: { disk: string; grub: string }): Promise<void> {
  const coreSector = layout.biosStart / sectorBytes;
  const boot = await readFile(path.join(grub, 'i386-pc/boot.img'));
  const core = await readFile(path.join(grub, 'i386-pc/core.img'));
  const file = await open(disk, 'r+');
  try {
    await file.write(bootCode({ image: boot, coreSector }), 0, undefined, 0);
    const placed = coreImage({ image: core, coreSector, limit: layout.biosSize });
    await file.write(placed, 0, undefined, layout.biosStart);
  } finally {
    await file.close();
  }
}

async function placeEfi({
  disk,
  grub,
  identity,
  run,
  scratch,
}: {
  disk: string;
  grub: string;
  identity: DiskIdentity;
  run: (argv: string[]) => Promise<string>;
  scratch: string;
}): Promise<void> {
  const esp = path.join(scratch, 'esp.img');
  await writeFile(esp, '');
  await truncate(esp, layout.espSize);
  await run([
    'mkfs.vfat',
    '-F',
    '32',
    '-s',
    '1',
    '-n',
    'EFI',
    '-i',
    identity.espId,
    '--invariant',
    esp,
  ]);
  const loader = path.join(scratch, 'BOOTX64.EFI');
  await copyFile(path.join(grub, 'x86_64-efi/bootx64.efi'), loader);
  await run(['mmd', '-i', esp, '::EFI', '::EFI/BOOT']);
  await run(['mcopy', '-i', esp, loader, '::EFI/BOOT/BOOTX64.EFI']);
  await run([
    'dd',
    `if=${esp}`,
    `of=${disk}`,
    'bs=1M',
    `seek=${layout.espStart / 1024 / 1024}`,
    'conv=notrunc,sparse',
    'status=none',
  ]);
  await rm(esp);
}
