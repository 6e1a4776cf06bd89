/** The kernel: its image, the chosen modules, their index, and firmware that they name. */
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { modulePatterns, modulesLeftOut } from './contents';
import { chooseModules, firmwareNames, parseDependencies } from './modules';

interface Request {
  tree: string;
  root: string;
  context: BuildContext;
}

/** Finds the one kernel of the tree: its release, such as `6.1.0-49-amd64`, and its image. */
export async function findKernel(tree: string): Promise<{ release: string; image: string }> {
  const images = (await readdir(path.join(tree, 'boot'))).filter((name) =>
    name.startsWith('vmlinuz-'),
  );
  const [image] = images.sort();
  if (!image || images.length > 1) {
    throw new Error(
      `One kernel was expected in the packages, found: ${images.join(', ') || 'none'}.`,
    );
  }
  return { release: image.slice('vmlinuz-'.length), image: path.join(tree, 'boot', image) };
}

/**
 * Copies the modules that the agent wants, uncompressed, so that the whole
 * archive is compressed once and well, and indexes them.
 */
export async function addModules({
  tree,
  root,
  context,
  release,
}: Request & { release: string }): Promise<void> {
  const from = path.join(tree, 'usr/lib/modules', release);
  // Packages carry no modules.dep: dpkg makes it when it installs them.
  await runInTree({
    tree,
    context,
    program: 'kmod',
    name: 'depmod',
    args: ['-b', path.join(tree, 'usr'), release],
  });
  const dependencies = parseDependencies(await readFile(path.join(from, 'modules.dep'), 'utf8'));
  const chosen = chooseModules({
    dependencies,
    patterns: modulePatterns,
    leftOut: modulesLeftOut,
  });
  const to = path.join(root, 'usr/lib/modules', release);
  const firmware = new Set<string>();
  for (const file of chosen) {
    context.signal.throwIfAborted();
    const plain = await copyPlain({
      from: path.join(from, file),
      to: path.join(to, file),
      context,
    });
    for (const name of firmwareNames(await readFile(plain))) firmware.add(name);
  }
  for (const name of ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']) {
    await copyFile(path.join(from, name), path.join(to, name));
  }
  await runInTree({
    tree,
    context,
    program: 'kmod',
    name: 'depmod',
    args: ['-b', path.join(root, 'usr'), release],
  });
  // kmod reads the binary indexes; their text twins only cost memory.
  for (const name of ['modules.alias', 'modules.symbols', 'modules.order']) {
    await rm(path.join(to, name), { force: true });
  }
  const taken = await addFirmware({ tree, root, names: [...firmware].sort() });
  context.log(
    `Took ${chosen.length} of ${dependencies.size} modules, and ${taken} of the ${firmware.size} firmware files that they name.`,
  );
}

/** Copies a module and unpacks it where the distribution compresses them. Gives its path. */
async function copyPlain({
  from,
  to,
  context,
}: {
  from: string;
  to: string;
  context: BuildContext;
}): Promise<string> {
  await mkdir(path.dirname(to), { recursive: true });
  await copyFile(from, to);
  if (to.endsWith('.ko')) return to;
  const program = to.endsWith('.zst') ? 'zstd' : to.endsWith('.xz') ? 'xz' : 'gzip';
  const quiet = program === 'zstd' ? ['-dq', '--rm'] : ['-d'];
  await context.run(program, [...quiet, to]);
  return to.replace(/\.(zst|xz|gz)$/, '');
}

async function addFirmware({
  tree,
  root,
  names,
}: {
  tree: string;
  root: string;
  names: string[];
}): Promise<number> {
  let taken = 0;
  for (const name of names.filter((each) => !each.includes('*') && !each.includes('..'))) {
    for (const ending of ['', '.zst', '.xz']) {
      const from = path.join(tree, 'usr/lib/firmware', name + ending);
      if (!existsSync(from)) continue;
      const to = path.join(root, 'usr/lib/firmware', name + ending);
      await mkdir(path.dirname(to), { recursive: true });
      await copyFile(from, to);
      taken += 1;
      break;
    }
  }
  return taken;
}

/** Runs a program of the tree with the tree's own libraries: nothing of it needs to be installed here. */
export async function runInTree({
  tree,
  context,
  program,
  name = program,
  args,
  env,
}: {
  tree: string;
  context: BuildContext;
  program: string;
  /** The program's argv[0]: kmod is one program with many names. */
  name?: string;
  args: string[];
  env?: Record<string, string>;
}): Promise<string> {
  const loader = path.join(tree, 'usr/lib64/ld-linux-x86-64.so.2');
  const direct = existsSync(loader)
    ? loader
    : path.join(tree, 'usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2');
  const libraries = ['usr/lib/x86_64-linux-gnu', 'usr/lib'].map((each) => path.join(tree, each));
  const folder = ['usr/bin', 'usr/sbin'].find((each) => existsSync(path.join(tree, each, program)));
  if (!folder) throw new Error(`No package brought the program ${program}.`);
  return context.run(
    direct,
    [
      '--argv0',
      name,
      '--library-path',
      libraries.join(':'),
      path.join(tree, folder, program),
      ...args,
    ],
    env ? { env } : {},
  );
}
