/** GRUB with a configuration inside: for UEFI, for BIOS behind a boot sector, and for BIOS by network. */
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demandInstalled } from '@/lib/builds/apt/installed';
import type { BuildContext, Builder, BuildInput, InputContext } from '@/lib/builds/builder';
import { bootCode, coreImage } from '../image/bios-boot';
import { makeDisk, partitionStart } from '../media/disk';
import { fatSize, makeFat, sectorBytes } from '../media/fat';
import { fixedEnvironment, volumeId } from '../media/fixed';
import { baseModules, imageFormat } from './base-modules';
import { memdisk, prefix } from './memdisk';
import { demandKnown, modulesOf, readModules } from './modules';
import { grubPackage } from './package';
import { bootSectorFile, efiPath, type GrubSpec, grubFile } from './schema';

/** What a BIOS image leaves for its user's own files, and a UEFI one at least, in bytes. */
const partitionBytes = 16 * 1024 * 1024;
const leastFat = 4 * 1024 * 1024;

/** The core follows the boot sector at once. */
const coreSector = 1;

async function inputs(spec: GrubSpec, context: InputContext): Promise<BuildInput[]> {
  const { platform, modules } = spec;
  const { name, version, folder } = await grubPackage({ platform, ...context });
  // A misspelt module fails here, before anything is built.
  demandKnown({
    wanted: modules,
    modules: await readModules(folder),
    what: `GRUB ${version} for ${platform}`,
  });
  const packages = [
    'grub-common',
    ...(spec.fragment === 'img' ? ['dosfstools', 'fdisk', 'mtools'] : []),
  ];
  const tools = await demandInstalled({ packages, signal: context.signal });
  return [{ name, version }, ...tools].map((one) => ({
    name: `package:${one.name}`,
    version: one.version,
  }));
}

async function build(spec: GrubSpec, context: BuildContext): Promise<void> {
  context.progress(0, 'Gathering the modules');
  const grub = await grubPackage({ ...context, platform: spec.platform });
  context.log(`GRUB ${grub.version} for ${spec.platform}, from the package ${grub.name}.`);
  const image = await makeImage({ spec, folder: grub.folder, context });
  context.progress(0.6, 'Putting the files together');
  const target = path.join(context.folder, grubFile(spec));
  if (spec.fragment === 'img') {
    await makeStick({ spec, image, target, folder: grub.folder, context });
  } else {
    await copyFile(image, target);
  }
  if (spec.fragment === 'core') {
    const bootSector = path.join(grub.folder, 'boot.img');
    await copyFile(bootSector, path.join(context.folder, bootSectorFile));
  }
  context.progress(1, 'Done');
}

/** The image itself, by grub-mkimage; gives its path. */
async function makeImage(given: {
  spec: GrubSpec;
  folder: string;
  context: BuildContext;
}): Promise<string> {
  const { spec, folder, context } = given;
  const { platform, configuration } = spec;
  const modules = await readModules(folder);
  const loaded = [...new Set([...baseModules(platform), ...spec.modules])].sort();
  const { used, unknown } = modulesOf({ configuration, modules });
  for (const name of unknown) {
    context.log(`The configuration loads "${name}", which GRUB for ${platform} does not have.`);
  }
  const archive = path.join(context.scratch, 'memdisk.tar');
  await writeFile(
    archive,
    await memdisk({ platform, folder, configuration, modules, loaded, used }),
  );
  const image = path.join(context.scratch, 'image');
  const output = ['-O', imageFormat(spec), '-o', image, '-d', folder];
  try {
    await context.run('grub-mkimage', [...output, '-p', prefix, '-m', archive, ...loaded], {
      env: fixedEnvironment,
    });
  } catch (error) {
    if (!/too big/.test(String(error))) throw error;
    throw new Error(
      `Together these modules and this configuration are too big for ${platform}, which BIOS starts in the first 640 KiB: name fewer modules, or load the longer part of the configuration from a disk or the network. ${String(error)}`,
    );
  }
  return image;
}

/** A disk image with GRUB on it. */
async function makeStick(given: {
  spec: GrubSpec;
  image: string;
  target: string;
  folder: string;
  context: BuildContext;
}): Promise<void> {
  const { spec, image, target, folder, context } = given;
  const { platform, label } = spec;
  const id = volumeId({ kind: 'grub', spec });
  if (platform !== 'i386-pc') {
    const size = fatSize({ content: (await stat(image)).size, least: leastFat });
    const files = [{ name: efiPath(platform), from: image }];
    await makeFat({ image: target, size, label, id, files }, context);
    return;
  }
  const bootSector = await readFile(path.join(folder, 'boot.img'));
  const core = coreImage({
    image: await readFile(image),
    coreSector,
    limit: partitionStart - coreSector * sectorBytes,
  });
  await makeDisk(
    {
      image: target,
      size: partitionBytes,
      label,
      id,
      files: [],
      before: [
        { at: 0, content: bootCode({ image: bootSector, coreSector }) },
        { at: coreSector * sectorBytes, content: core },
      ],
    },
    context,
  );
}

export const grubBuilder: Builder<GrubSpec> = {
  kind: 'grub',
  version: 1,
  tools: [
    { program: 'grub-mkimage', package: 'grub-common' },
    { program: 'mkfs.vfat', package: 'dosfstools' },
    { program: 'mcopy', package: 'mtools' },
    { program: 'sfdisk', package: 'fdisk' },
  ],
  timeLimit: 10 * 60_000,
  inputs,
  build,
};
