/**
 * Puts a medium together in one file that boots from CD and from USB stick,
 * with neither mounting nor root.
 */
import { copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { demandInstalled } from '@/lib/builds/apt/installed';
import type { BuildContext, BuildInput, NeededTool } from '@/lib/builds/builder';
import { fatSize, makeFat } from '../media/fat';
import { fixedEnvironment } from '../media/fixed';
import {
  efiFiles,
  efiImagePath,
  hybridSector,
  isoFiles,
  isolinuxConfiguration,
  isolinuxFiles,
  type MediumParts,
  mediumIdentity,
  type Placed,
  xorrisoArguments,
} from './layout';

/** What media need besides iPXE. */
export const mediumTools: NeededTool[] = [
  { program: 'xorriso', package: 'xorriso' },
  { program: 'mcopy', package: 'mtools' },
  { program: 'mkfs.vfat', package: 'dosfstools' },
  // An absolute path is a file to be read.
  { program: hybridSector, package: 'isolinux' },
  ...isolinuxFiles.map(({ from }) => ({
    program: from,
    package: from.includes('ISOLINUX') ? 'isolinux' : 'syslinux-common',
  })),
];

/** Packages of the files that make a medium boot by BIOS. */
const biosPackages = ['isolinux', 'syslinux-common'];

/** What goes into a medium besides iPXE and the script. Throws with the package to install. */
export async function mediumInputs({
  bios,
  signal,
}: {
  bios: boolean;
  signal: AbortSignal;
}): Promise<BuildInput[]> {
  const packages = ['xorriso', 'mtools', 'dosfstools', ...(bios ? biosPackages : [])];
  const found = await demandInstalled({ packages, signal });
  return found.map(({ name, version }) => ({ name: `package:${name}`, version }));
}

/** FAT16 begins here. Bytes. */
const leastEfiBytes = 3 * 1024 * 1024;

/** Makes the medium. The same parts, labels and seed give the same bytes. */
export async function composeMedium(given: {
  parts: MediumParts;
  /** Of the ISO 9660 volume; parsed. */
  label: string;
  /** Of the FAT file system; parsed. */
  efiLabel: string;
  /** What its ids are derived from. */
  seed: string;
  /** Path of the image. */
  output: string;
  context: BuildContext;
}): Promise<void> {
  const { parts, label, efiLabel, output, context } = given;
  const bios = parts.kernel !== null;
  const identity = mediumIdentity(given.seed);
  const scratch = path.join(context.scratch, 'medium');
  const tree = path.join(scratch, 'tree');
  await rm(scratch, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  for (const file of isoFiles(parts)) await place({ tree, file });
  if (bios) {
    const text = isolinuxConfiguration({ script: parts.script !== null });
    await writeFile(path.join(tree, 'isolinux/isolinux.cfg'), text);
  }
  const efi = parts.programs.length > 0 ? efiImagePath({ tree, scratch, bios }) : null;
  if (efi !== null) {
    const files = efiFiles(parts);
    const size = fatSize({ content: await contentOf(files), least: leastEfiBytes });
    await makeFat({ image: efi, size, label: efiLabel, id: identity.volumeId, files }, context);
  }
  const args = xorrisoArguments({ tree, efi, bios, label, identity, output });
  await context.run('xorriso', args, { env: fixedEnvironment });
  await rm(scratch, { recursive: true, force: true });
}

async function place({ tree, file }: { tree: string; file: Placed }): Promise<void> {
  const target = path.join(tree, file.name);
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(file.from, target);
}

/** Bytes, each file rounded up as a file system does. */
async function contentOf(files: Placed[]): Promise<number> {
  const sizes = await Promise.all(files.map(async ({ from }) => (await stat(from)).size));
  return sizes.reduce((sum, size) => sum + Math.ceil(size / 4096) * 4096, 0);
}
