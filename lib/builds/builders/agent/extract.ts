/** Unpacks packages into one tree, without installing them and without being root. */
import { lstat, mkdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { archivePath, type PackageVersion } from '@/lib/builds/apt/packages';
import type { AptWorkspace } from '@/lib/builds/apt/workspace';
import type { BuildContext } from '@/lib/builds/builder';

/**
 * Packages that bring nothing we take. base-files is among them because its
 * links for the merged /usr would be in the way of our own.
 */
const passedOver =
  /^(base-files|base-passwd|perl-.*|debconf|adduser|passwd|login|dpkg|tar|systemd|udev|initramfs-tools.*|libicu\d+|tzdata)$/;

/** Unpacks into `tree`, and folds /bin, /sbin, /lib and /lib64 into /usr as all current releases do. */
export async function extractTree({
  workspace,
  packages,
  tree,
  context,
}: {
  workspace: AptWorkspace;
  packages: PackageVersion[];
  tree: string;
  context: BuildContext;
}): Promise<void> {
  await mkdir(tree, { recursive: true });
  for (const found of packages) {
    if (passedOver.test(found.name)) continue;
    await context.run('dpkg-deb', ['--extract', archivePath(workspace, found), tree]);
  }
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await foldIntoUsr({ tree, folder, context });
  }
}

async function foldIntoUsr({
  tree,
  folder,
  context,
}: {
  tree: string;
  folder: string;
  context: BuildContext;
}): Promise<void> {
  const place = path.join(tree, folder);
  const home = path.join(tree, 'usr', folder);
  const found = await lstat(place).catch(() => undefined);
  if (found?.isDirectory()) {
    await mkdir(home, { recursive: true });
    // Hard links: the kernel's modules alone are some hundred megabytes.
    const aside = path.join(tree, `${folder}.aside`);
    await rename(place, aside);
    await context.run('cp', ['-al', `${aside}/.`, home]);
    await rm(aside, { recursive: true });
  }
  await rm(place, { force: true });
  await mkdir(home, { recursive: true });
  await symlink(`usr/${folder}`, place);
}
