import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '@/e2e/lab/program';

/** Small kernels for virtual machines first; the names of Debian and Ubuntu. */
const packages = ['linux-image-cloud-amd64', 'linux-image-virtual', 'linux-image-amd64'];

/**
 * Path of a Linux kernel to boot for a try-out: this machine's own, or one
 * taken out of the distribution's package without installing it, kept in
 * `folder`. Null when none is to be had.
 */
export async function anyKernel({ folder }: { folder: string }): Promise<string | null> {
  return (await newestKernel('/boot')) ?? (await newestKernel(folder)) ?? download({ folder });
}

async function newestKernel(folder: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  const kernels = names.filter((name) => name.startsWith('vmlinuz-')).sort();
  const newest = kernels.at(-1);
  return newest ? join(folder, newest) : null;
}

async function download({ folder }: { folder: string }): Promise<string | null> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(join(folder, 'fetch-'));
  try {
    for (const name of packages) {
      const image = await dependency(name);
      if (!image) continue;
      const fetched = await runProgram(['apt-get', 'download', image], {
        cwd: scratch,
        tolerate: true,
      });
      const archive = (await readdir(scratch)).find((file) => file.endsWith('.deb'));
      if (fetched.exitCode !== 0 || !archive) continue;
      await runProgram(['dpkg', '-x', archive, '.'], { cwd: scratch });
      const kernel = await newestKernel(join(scratch, 'boot'));
      if (!kernel) continue;
      const kept = join(folder, kernel.slice(kernel.lastIndexOf('/') + 1));
      await rename(kernel, kept);
      return kept;
    }
    return null;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The package that a meta package stands for: `linux-image-cloud-amd64` → `linux-image-6.1.0-…`. */
async function dependency(name: string): Promise<string | null> {
  const { stdout } = await runProgram(['apt-cache', 'depends', name], { tolerate: true });
  return /Depends: (linux-image-\S+)/.exec(stdout)?.[1] ?? null;
}
