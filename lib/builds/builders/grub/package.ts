/** Where GRUB's modules of a platform come from: the installed package, or the same one fetched. */
import path from 'node:path';
import type { Architecture } from '@/lib/builds/apt/configuration';
import { installedVersions } from '@/lib/builds/apt/installed';
import { unpackedPackage } from '@/lib/builds/apt/unpacked';
import { reasonOf } from '@/lib/core/errors';
import type { GrubPlatform } from './schema';

const packages: Record<GrubPlatform, { name: string; architecture: Architecture }> = {
  'x86_64-efi': { name: 'grub-efi-amd64-bin', architecture: 'amd64' },
  'i386-efi': { name: 'grub-efi-ia32-bin', architecture: 'amd64' },
  'arm64-efi': { name: 'grub-efi-arm64-bin', architecture: 'arm64' },
  'i386-pc': { name: 'grub-pc-bin', architecture: 'amd64' },
};

export interface GrubPackage {
  name: string;
  version: string;
  /** With kernel.img, the modules and their lists. */
  folder: string;
}

/**
 * The platform's package. One that is not installed, or that only exists for
 * another architecture, is downloaded and unpacked beside the system, once.
 */
export async function grubPackage(given: {
  platform: GrubPlatform;
  cache: string;
  signal: AbortSignal;
  log?: (line: string) => void;
}): Promise<GrubPackage> {
  const { platform, cache, signal, log } = given;
  const { name, architecture } = packages[platform];
  const inside = path.join('usr/lib/grub', platform);
  const installed = (await installedVersions({ packages: [name], signal })).get(name);
  if (installed) return { name, version: installed, folder: path.join('/', inside) };
  try {
    const { version, folder } = await unpackedPackage({ cache, name, architecture, signal, log });
    return { name, version, folder: path.join(folder, inside) };
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(
      `GRUB for ${platform} is in the package "${name}" (${architecture}), which is neither installed on the worker's machine nor to be had from its apt sources. Install with: apt-get install ${name}. What apt said: ${reasonOf(error)}`,
    );
  }
}
