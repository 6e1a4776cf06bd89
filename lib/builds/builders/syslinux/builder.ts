/** SYSLINUX: its files as they are, with what they need, and a disk image that boots to a configuration. */
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demandInstalled } from '@/lib/builds/apt/installed';
import type { BuildContext, Builder, BuildInput, InputContext } from '@/lib/builds/builder';
import { makeDisk, partitionStart } from '../media/disk';
import { fatSize } from '../media/fat';
import { fixedEnvironment, volumeId } from '../media/fixed';
import { demandModules, namedModules, withNeeds } from './modules';
import { moduleFolder, placeOf } from './places';
import { type SyslinuxSpec, syslinuxFile } from './schema';

/** Room for a person's own kernels, in bytes. */
const leastPartition = 16 * 1024 * 1024;

/** Where SYSLINUX looks for its modules and its configuration. */
const home = 'syslinux';

/** What loads modules, and so comes with ldlinux.c32, the first of them. */
const loaders = new Set(['isolinux.bin', 'pxelinux.0', 'lpxelinux.0']);

async function inputs(spec: SyslinuxSpec, { signal }: InputContext): Promise<BuildInput[]> {
  const imageTools = ['syslinux', 'syslinux-common', 'dosfstools', 'mtools', 'fdisk'];
  const packages =
    spec.fragment === 'img' ? imageTools : ['syslinux-common', placeOf(spec.fragment).package];
  const found = await demandInstalled({ packages: [...new Set(packages)], signal });
  if (spec.configuration !== null) {
    // A misspelt module fails here, before anything is built.
    const known = new Set([...(await readdir(moduleFolder)), 'memdisk']);
    demandModules({ named: namedModules(spec.configuration), known });
  }
  return found.map(({ name, version }) => ({ name: `package:${name}`, version }));
}

async function build(spec: SyslinuxSpec, context: BuildContext): Promise<void> {
  context.progress(0, 'Gathering the files');
  if (spec.fragment === 'img') {
    await makeImage(spec, context);
  } else {
    const first = loaders.has(spec.fragment) ? ['ldlinux.c32'] : [];
    for (const name of await withNeeds([spec.fragment, ...first])) {
      context.log(`${name}, from the package ${placeOf(name).package}.`);
      await copyFile(placeOf(name).file, path.join(context.folder, name));
    }
  }
  context.progress(1, 'Done');
}

/** A disk with one FAT partition, put together without mounting it. */
async function makeImage(spec: SyslinuxSpec, context: BuildContext): Promise<void> {
  const configuration = spec.configuration ?? '';
  const named = namedModules(configuration).map(({ name }) => name);
  // It brings ldlinux.c32 and its own ldlinux.sys by itself.
  const modules = (await withNeeds(named)).filter((name) => name !== 'ldlinux.c32');
  if (modules.length > 0) context.log(`The configuration needs ${modules.join(', ')}.`);
  const text = path.join(context.scratch, 'syslinux.cfg');
  await writeFile(text, configuration);
  const files = [
    { name: `${home}/syslinux.cfg`, from: text },
    ...modules.map((name) => ({ name: `${home}/${name}`, from: placeOf(name).file })),
  ];
  const sizes = await Promise.all(files.map(async ({ from }) => (await stat(from)).size));
  const image = path.join(context.folder, syslinuxFile(spec));
  context.progress(0.2, 'Putting the image together');
  await makeDisk(
    {
      image,
      size: fatSize({
        content: sizes.reduce((total, size) => total + size, 0),
        least: leastPartition,
      }),
      label: spec.label,
      id: volumeId({ kind: 'syslinux', spec }),
      files,
      before: [{ at: 0, content: await readFile(placeOf('mbr.bin').file) }],
    },
    context,
  );
  context.progress(0.8, 'Installing SYSLINUX');
  const offset = String(partitionStart);
  await context.run('syslinux', ['--install', '-d', home, '-t', offset, image], {
    env: fixedEnvironment,
  });
}

export const syslinuxBuilder: Builder<SyslinuxSpec> = {
  kind: 'syslinux',
  version: 1,
  tools: [
    ...['isolinux.bin', 'pxelinux.0', 'ldlinux.c32'].map((name) => ({
      program: placeOf(name).file,
      package: placeOf(name).package,
    })),
    { program: 'syslinux', package: 'syslinux' },
    { program: 'mkfs.vfat', package: 'dosfstools' },
    { program: 'mcopy', package: 'mtools' },
    { program: 'sfdisk', package: 'fdisk' },
  ],
  timeLimit: 10 * 60_000,
  inputs,
  build,
};
