/** The network bootloader: iPXE's binaries for BIOS and UEFI, gathered from a package. */
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Builder } from '@/lib/builds/builder';
import { loaderCapabilities } from '@/lib/scripts/lint/ipxe/capabilities';
import { choosePackage } from './package-choice';
import { type IpxePackage, ipxePackage } from './package-files';
import type { AboutLoaders, LoadersSpec } from './schema';
import { readsAutoexecByTftp } from './version';

export const loadersBuilder: Builder<LoadersSpec> = {
  kind: 'loaders',
  version: 2,
  tools: [
    { program: 'apt-get', package: 'apt' },
    { program: 'dpkg', package: 'dpkg' },
  ],
  timeLimit: 10 * 60 * 1000,

  async inputs(spec, { cache, signal }) {
    const choice = await choosePackage({ spec, cache, signal });
    return [{ name: 'package:ipxe', version: choice.version }];
  },

  async build(spec, { cache, signal, log, folder, progress }) {
    progress(0.1, 'Fetching the package');
    const found = await ipxePackage({ suite: spec.suite, cache, signal, log });
    progress(0.8, 'Taking the bootloaders');
    for (const { name, size } of found.loaders) {
      await copyFile(path.join(found.folder, name), path.join(folder, name));
      log(`${name}: ${Math.round(size / 1024)} KiB`);
    }
    const about = aboutPackage(found);
    await writeFile(path.join(folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
    progress(1, 'Done');
  },
};

function aboutPackage({ version, suite, loaders }: IpxePackage): AboutLoaders {
  const capabilities = loaders.map((loader) => loaderCapabilities.parse(loader));
  return {
    version,
    suite,
    features: {
      autoexecByTftp: readsAutoexecByTftp(version),
      https: capabilities.every((loader) => loader.schemes.includes('https')),
      arm64: loaders.some(({ name }) => name === 'ipxe-arm64.efi'),
    },
    loaders: capabilities,
  };
}
