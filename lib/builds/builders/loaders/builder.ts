/** The network bootloader: iPXE's binaries for BIOS and UEFI, gathered from a package. */
import { copyFile, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openWorkspace } from '@/lib/builds/apt/workspace';
import type { BuildContext, Builder } from '@/lib/builds/builder';
import { loaderCapabilities } from './loader-capabilities';
import { choosePackage, forgetChoice, type PackageChoice } from './package-choice';
import { type AboutLoaders, type LoaderName, type LoadersSpec, loaderNames } from './schema';
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

  async build(spec, context) {
    const choice = await choosePackage({ spec, cache: context.cache, signal: context.signal });
    if (choice.reason) {
      context.log(`A newer iPXE could not be had, so the installed one is used: ${choice.reason}`);
    }
    context.log(`iPXE ${choice.version}, from ${sourceOf(choice)}.`);
    context.progress(0.1, 'Fetching the package');
    const files =
      choice.from === 'release'
        ? await fetchedFiles({ choice, context })
        : await installedFiles(context);
    context.progress(0.8, 'Taking the bootloaders');
    const loaders = await takeLoaders({ files, context });
    const about = await aboutPackage({ choice, loaders, folder: context.folder });
    await writeFile(path.join(context.folder, 'about.json'), `${JSON.stringify(about, null, 2)}\n`);
    context.progress(1, 'Done');
  },
};

function sourceOf(choice: PackageChoice): string {
  return choice.from === 'release' ? `the release ${choice.suite}` : 'the installed package';
}

/** Downloads the package, whose checksum apt compares with its signed lists, and unpacks it. */
async function fetchedFiles({
  choice,
  context,
}: {
  choice: PackageChoice;
  context: BuildContext;
}): Promise<string[]> {
  const { scratch, signal, cache, log } = context;
  const workspace = await openWorkspace({ cache, release: choice.suite, signal, log });
  const wanted = `ipxe=${choice.version}`;
  try {
    await context.run('apt-get', ['-c', workspace.configuration, '-q', 'download', wanted], {
      cwd: scratch,
      timeout: 5 * 60 * 1000,
    });
  } catch (error) {
    await forgetChoice({ cache });
    throw error;
  }
  // apt writes the colon of an epoch as %3a.
  const archive = `ipxe_${choice.version.replaceAll(':', '%3a')}_all.deb`;
  await context.run('dpkg', ['-x', archive, 'unpacked'], { cwd: scratch });
  const list = await context.run('find', ['unpacked', '-not', '-type', 'd'], { cwd: scratch });
  return list
    .split('\n')
    .filter(Boolean)
    .map((file) => path.join(scratch, file));
}

async function installedFiles(context: BuildContext): Promise<string[]> {
  const list = await context.run('dpkg', ['-L', 'ipxe']);
  return list.split('\n').filter((file) => file.startsWith('/'));
}

/** Copies each loader that the package has under our name for it. Throws when it has not even the usual two. */
async function takeLoaders({
  files,
  context,
}: {
  files: string[];
  context: BuildContext;
}): Promise<LoaderName[]> {
  const taken: LoaderName[] = [];
  for (const [name, spellings] of entriesOf(loaderNames)) {
    const found = files.find((file) => spellings.some((one) => one === path.basename(file)));
    if (!found) {
      context.log(`This package has no ${name}.`);
      continue;
    }
    // Some of them are links to another.
    await copyFile(await realpath(found), path.join(context.folder, name));
    const { size } = await stat(path.join(context.folder, name));
    context.log(`${name}: ${Math.round(size / 1024)} KiB`);
    taken.push(name);
  }
  for (const name of ['undionly.kpxe', 'snponly.efi'] as const) {
    if (!taken.includes(name)) throw new Error(`The package "ipxe" does not contain ${name}.`);
  }
  return taken;
}

async function aboutPackage({
  choice,
  loaders,
  folder,
}: {
  choice: PackageChoice;
  loaders: LoaderName[];
  folder: string;
}): Promise<AboutLoaders> {
  const capabilities = await Promise.all(
    loaders.map(async (name) =>
      loaderCapabilities({ name, file: await readFile(path.join(folder, name)) }),
    ),
  );
  return {
    version: choice.version,
    suite: choice.suite,
    features: {
      autoexecByTftp: readsAutoexecByTftp(choice.version),
      https: capabilities.every((loader) => loader.schemes.includes('https')),
      arm64: loaders.includes('ipxe-arm64.efi'),
    },
    loaders: capabilities,
  };
}

function entriesOf<Key extends string, Value>(record: Record<Key, Value>): [Key, Value][] {
  return Object.entries(record) as [Key, Value][];
}
