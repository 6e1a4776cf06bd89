/** Builds the agent: a kernel and an initrd that take inventory and install. */
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { availablePackages, downloadPackages, resolvePackages } from '@/lib/builds/apt/packages';
import { type AptWorkspace, openWorkspace } from '@/lib/builds/apt/workspace';
import type { BuildContext, Builder, BuildInput } from '@/lib/builds/builder';
import { firmwarePackages, kernelPackages, packages } from './contents';
import { writeCpio } from './cpio';
import { extractTree } from './extract';
import { addModules, findKernel, runInTree } from './kernel';
import { type AgentSpec, agentFiles } from './schema';
import { addCertificates, addLibraries, addPrograms, addPython, makeSkeleton } from './system';

/** Time of every file in the archive, in seconds: what is built must not tell when it was. */
const epoch = 1_767_225_600;
const sourceFolder = path.join(import.meta.dirname, 'files');
const installedAt = 'usr/lib/provisioner';

async function sourceFiles(): Promise<string[]> {
  const entries = await readdir(sourceFolder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => path.relative(sourceFolder, path.join(entry.parentPath, entry.name)))
    .sort();
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** The version that the agent reports: the hash of its own source, shortened. */
async function agentVersion(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of await sourceFiles()) {
    hash.update(`${name} ${await hashOf(path.join(sourceFolder, name))}\n`);
  }
  return hash.digest('hex').slice(0, 12);
}

async function wantedPackages(workspace: AptWorkspace, signal: AbortSignal): Promise<string[]> {
  const names = [...kernelPackages, ...firmwarePackages];
  const available = await availablePackages({ workspace, signal, names });
  const kernel = available.find((name) => kernelPackages.includes(name));
  if (!kernel) {
    throw new Error(
      `apt knows none of the kernels ${kernelPackages.join(', ')} for ${workspace.release}. Check the sources in /etc/apt.`,
    );
  }
  return [kernel, ...available.filter((name) => firmwarePackages.includes(name)), ...packages];
}

async function inputs(
  spec: AgentSpec,
  { cache, signal }: { cache: string; signal: AbortSignal },
): Promise<BuildInput[]> {
  const workspace = await openWorkspace({ cache, release: spec.release, signal });
  const wanted = await wantedPackages(workspace, signal);
  const found = await resolvePackages({ workspace, packages: wanted, signal });
  const sources = await Promise.all(
    (await sourceFiles()).map(async (name) => ({
      name: `source:${name}`,
      version: await hashOf(path.join(sourceFolder, name)),
    })),
  );
  return [...found.map(({ name, version }) => ({ name: `package:${name}`, version })), ...sources];
}

async function build(spec: AgentSpec, context: BuildContext): Promise<void> {
  const { scratch, folder, signal, log } = context;
  const tree = path.join(scratch, 'tree');
  const root = path.join(scratch, 'root');
  const system = { tree, root, context };

  context.progress(0, 'Fetching packages');
  const workspace = await openWorkspace({
    cache: context.cache,
    release: spec.release,
    signal,
    log,
  });
  const wanted = await wantedPackages(workspace, signal);
  const found = await resolvePackages({ workspace, packages: wanted, signal });
  await downloadPackages({ workspace, packages: wanted, signal, log });
  const missing = found.filter(({ name }) => firmwarePackages.includes(name)).length === 0;
  if (missing)
    log(
      'No firmware packages in the apt sources: cards that need firmware will not work in the agent.',
    );

  context.progress(0.15, 'Unpacking packages');
  await extractTree({ workspace, packages: found, tree, context });

  context.progress(0.4, 'Choosing programs and drivers');
  await makeSkeleton(system);
  await addPrograms(system);
  await addPython(system);
  await addLibraries(system);
  await addCertificates(system);
  await addAgent({ root });
  await compilePython({ tree, root, context });
  const kernel = await findKernel(tree);
  await addModules({ ...system, release: kernel.release });

  context.progress(0.6, 'Packing the initrd');
  const archive = path.join(scratch, 'initrd.cpio');
  await writeCpio({ root, file: archive, time: epoch, signal });
  // zstd unpacks several times faster than xz, which a slow or emulated
  // machine feels at every boot. Level 19 stays within the kernel's 8 MiB window.
  const packed = path.join(scratch, agentFiles.initrd);
  await context.run('zstd', ['-q', '-9', '-T0', '-f', '-o', packed, archive]);
  await copyFile(kernel.image, path.join(folder, agentFiles.kernel));
  await chmod(path.join(folder, agentFiles.kernel), 0o644);
  await copyFile(packed, path.join(folder, agentFiles.initrd));
  context.progress(1, 'Done');
}

async function addAgent({ root }: { root: string }): Promise<void> {
  const home = path.join(root, installedAt);
  for (const name of await sourceFiles()) {
    const to = path.join(home, name);
    await mkdir(path.dirname(to), { recursive: true });
    await copyFile(path.join(sourceFolder, name), to);
  }
  await rename(path.join(home, 'init'), path.join(root, 'init'));
  await chmod(path.join(root, 'init'), 0o755);
  for (const program of ['hotplug', 'udhcpc']) await chmod(path.join(home, program), 0o755);
  await writeFile(path.join(home, 'version'), `${await agentVersion()}\n`);
  await writeFile(path.join(home, 'epoch'), `${epoch}\n`);
}

/**
 * Compiles what the agent imports ahead of time: under emulation that saves
 * seconds of every boot. "unchecked-hash" files hold no times.
 */
async function compilePython({
  tree,
  root,
  context,
}: {
  tree: string;
  root: string;
  context: BuildContext;
}): Promise<void> {
  const agent = path.join(root, installedAt, 'agent');
  // What the compiler itself imports must not be kept as compiled: such files hold times.
  const env = {
    PYTHONHOME: path.join(root, 'usr'),
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const python = (args: string[]) => runInTree({ tree, context, program: 'python3', args, env });
  const imported = await python(['-S', '-s', path.join(import.meta.dirname, 'imports.py'), agent]);
  const files = imported.split('\n').filter(Boolean);
  const foreign = files.find((file) => !file.startsWith(`${root}/`));
  if (foreign) throw new Error(`The agent's Python imported ${foreign}, which is not its own.`);
  const stripped = ['--invalidation-mode', 'unchecked-hash', '-s', root, '-p', '/', '-q', '-f'];
  await python(['-S', '-s', '-m', 'compileall', ...stripped, ...files]);
}

export const agentBuilder: Builder<AgentSpec> = {
  kind: 'agent',
  version: 2,
  tools: [
    { program: 'apt-get', package: 'apt' },
    { program: 'dpkg-deb', package: 'dpkg' },
    { program: 'zstd', package: 'zstd' },
    { program: 'xz', package: 'xz-utils' },
  ],
  timeLimit: 20 * 60_000,
  inputs,
  build,
};
