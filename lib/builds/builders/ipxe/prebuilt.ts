/** The prebuilt engine: the package's binary, and the script by each medium's own means. */
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { composeMedium } from '../iso/medium';
import type { IpxePackage, PackageLoader } from '../loaders/package-files';
import { type IpxeSpec, ipxeFile, scriptFile } from './schema';
import { type EfiPlatform, isBios, isMedium } from './target';

/** Labels of a medium whose spec names none. */
const label = 'IPXE';

/** Puts the target's files into the context's folder. */
export async function placePrebuilt(given: {
  spec: IpxeSpec;
  script: string;
  found: IpxePackage;
  loader: PackageLoader;
  context: BuildContext;
}): Promise<void> {
  const { spec, script, found, loader, context } = given;
  const from = path.join(found.folder, loader.name);
  const target = path.join(context.folder, ipxeFile(spec));
  if (!isMedium(spec)) {
    await copyFile(from, target);
    await writeFile(path.join(context.folder, scriptFile), script);
    return;
  }
  const beside = path.join(context.scratch, scriptFile);
  await writeFile(beside, script);
  const bios = isBios(spec.platform);
  await composeMedium({
    parts: {
      kernel: bios ? from : null,
      programs: bios ? [] : [{ platform: spec.platform as EfiPlatform, file: from }],
      script: beside,
    },
    label,
    efiLabel: label,
    seed: `${spec.platform} ${loader.name} ${found.version} ${script}`,
    output: target,
    context,
  });
}
