/** Builds a ready image: a minimal system on a disk that boots by BIOS and UEFI. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { availablePackages, type PackageVersion, resolvePackages } from '@/lib/builds/apt/packages';
import { type AptWorkspace, openWorkspace } from '@/lib/builds/apt/workspace';
import type { BuildContext, Builder, BuildInput } from '@/lib/builds/builder';
import { kernelPackages, optionalPackages, packages } from './contents';
import { makeDisk } from './disk';
import { diskIdentity } from './identity';
import { assertMayBuild, makeRootTar } from './root-system';
import { type ImageDescription, type ImageSpec, imageFiles } from './schema';

/** No file of the image is newer, in seconds: what is built must not tell when it was. */
const epoch = 1_767_225_600;

interface Resolved {
  workspace: AptWorkspace;
  wanted: string[];
  found: PackageVersion[];
}

async function resolve({
  spec,
  cache,
  signal,
  log,
}: {
  spec: ImageSpec;
  cache: string;
  signal: AbortSignal;
  log?: (line: string) => void;
}): Promise<Resolved> {
  const workspace = await openWorkspace({ cache, release: spec.release, signal, log });
  if (workspace.distribution !== spec.distribution) {
    throw new Error(
      `This machine's apt sources carry ${workspace.distribution}, not ${spec.distribution}: build the image on a ${spec.distribution} machine, or upload one.`,
    );
  }
  const kernels: readonly string[] = kernelPackages[spec.kernel ?? 'generic'];
  const names = [...kernels, ...optionalPackages];
  const available = await availablePackages({ workspace, signal, names });
  const kernel = available.find((name) => kernels.includes(name));
  if (!kernel) {
    throw new Error(
      `apt knows none of the kernels ${kernels.join(', ')} for ${workspace.release}. Check the sources in /etc/apt.`,
    );
  }
  const optional = available.filter((name) => optionalPackages.includes(name));
  const wanted = [...new Set([kernel, ...packages, ...optional, ...spec.packages])].sort();
  const found = await resolvePackages({
    workspace,
    signal,
    packages: ['?essential', 'apt', ...wanted],
  });
  return { workspace, wanted, found };
}

async function inputs(
  spec: ImageSpec,
  { cache, signal }: { cache: string; signal: AbortSignal },
): Promise<BuildInput[]> {
  const { found } = await resolve({ spec, cache, signal });
  return found.map(({ name, version }) => ({ name: `package:${name}`, version }));
}

async function build(spec: ImageSpec, context: BuildContext): Promise<void> {
  const { cache, signal, log, scratch, folder } = context;
  await assertMayBuild();
  context.progress(0, 'Choosing packages');
  const { workspace, wanted, found } = await resolve({ spec, cache, signal, log });
  const named = found.map(({ name, version }) => `${name} ${version}`).join('\n');
  const identity = diskIdentity(`${JSON.stringify(spec)}\n${named}`);

  context.progress(0.05, 'Installing packages');
  const tar = await makeRootTar({ workspace, wanted, packages: found, identity, epoch, context });

  context.progress(0.6, 'Putting the disk together');
  const disk = await makeDisk({ tar, identity, sizeMiB: spec.sizeMiB, epoch, context });
  await rm(tar);

  context.progress(0.75, 'Compressing');
  const packed = path.join(scratch, imageFiles.disk);
  // Unpacking costs the same at every level; this one keeps the build short.
  await context.run('zstd', ['-q', '-9', '-T0', '-f', '-o', packed, disk]);
  const description: ImageDescription = {
    format: 'zstd',
    size: (await stat(packed)).size,
    sha256: await checksum(packed, signal),
    rawSize: (await stat(disk)).size,
    rawSha256: await checksum(disk, signal),
  };
  await copyFile(packed, path.join(folder, imageFiles.disk));
  await writeFile(
    path.join(folder, imageFiles.description),
    `${JSON.stringify(description, null, 2)}\n`,
  );
  context.progress(1, 'Done');
}

async function checksum(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash, { signal });
  return hash.digest('hex');
}

export const imageBuilder: Builder<ImageSpec> = {
  kind: 'image',
  version: 1,
  tools: [
    { program: 'apt-get', package: 'apt' },
    { program: 'mmdebstrap', package: 'mmdebstrap' },
    { program: 'mke2fs', package: 'e2fsprogs' },
    { program: 'mkfs.vfat', package: 'dosfstools' },
    { program: 'mcopy', package: 'mtools' },
    { program: 'sfdisk', package: 'fdisk' },
    { program: 'zstd', package: 'zstd' },
    { program: 'tar', package: 'tar' },
  ],
  timeLimit: 45 * 60_000,
  inputs,
  build,
};
