/** The image's files: mmdebstrap from packages that are here already, as a tar. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import path from 'node:path';
import { downloadPackages, makeRepository, type PackageVersion } from '@/lib/builds/apt/packages';
import { sourcesToKeep } from '@/lib/builds/apt/sources';
import type { AptWorkspace } from '@/lib/builds/apt/workspace';
import type { BuildContext } from '@/lib/builds/builder';
import { grubEarlyConfig, grubMenu, imageFilesText, leftOut } from './contents';
import type { DiskIdentity } from './identity';

interface Request {
  workspace: AptWorkspace;
  /** What is installed by name; the rest follows. */
  wanted: string[];
  /** Everything that is installed. */
  packages: PackageVersion[];
  identity: DiskIdentity;
  /** Time that no file is newer than, in seconds. */
  epoch: number;
  context: BuildContext;
}

/** True where this process may make the file system itself, without a user namespace. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Throws where neither way is open: another user than root needs subordinate
 * ids (subuid(5)), or no file of the image could belong to anybody else.
 */
export async function assertMayBuild(): Promise<void> {
  if (isRoot()) return;
  const { username, uid } = userInfo();
  const missing = [];
  for (const file of ['/etc/subuid', '/etc/subgid']) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const lines = text.split('\n').map((line) => line.split(':')[0]);
    if (!lines.includes(username) && !lines.includes(String(uid))) missing.push(file);
  }
  if (!existsSync('/usr/bin/newuidmap')) {
    throw new Error(
      `Building an image as the user ${username} needs the program newuidmap: install the package uidmap, or run the worker as root.`,
    );
  }
  if (missing.length === 0) return;
  throw new Error(
    `Building an image as the user ${username} needs lines for that user in ${missing.join(' and ')}: run "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}" as root, or run the worker as root.`,
  );
}

/**
 * Makes the root file system and gives the path of its tar. mmdebstrap gets a
 * repository of exactly the packages that the inputs name, so what is built
 * is what was fingerprinted, and the network is apt's business alone.
 */
export async function makeRootTar(request: Request): Promise<string> {
  const { workspace, wanted, packages, epoch, context } = request;
  const { signal, log, scratch } = context;
  await downloadPackages({ workspace, packages: ['?essential', 'apt', ...wanted], signal, log });
  const repository = path.join(scratch, 'repository');
  await makeRepository({ workspace, packages, folder: repository, signal });
  const overlay = await writeOverlay(request);
  const tar = path.join(scratch, 'root.tar');
  const customize = path.join(import.meta.dirname, 'files', 'customize.sh');
  await context.run(
    'mmdebstrap',
    [
      `--mode=${isRoot() ? 'root' : 'unshare'}`,
      '--variant=apt',
      '--architectures=amd64',
      '--format=tar',
      `--include=${wanted.join(',')}`,
      '--aptopt=APT::Install-Recommends "false"',
      // The tree is thrown away when a build fails: there is nothing to keep safe.
      '--dpkgopt=force-unsafe-io',
      ...leftOut.map((option) => `--dpkgopt=${option}`),
      `--essential-hook=sync-in ${quoted(overlay)} /`,
      '--essential-hook=chroot "$1" chown -R root:root /etc/systemd /etc/ssh /boot',
      `--customize-hook=${customize}`,
      workspace.release,
      tar,
      `deb [trusted=yes] copy:${encodeURI(repository)} ./`,
    ],
    {
      env: {
        SOURCE_DATE_EPOCH: String(epoch),
        LC_ALL: 'C.UTF-8',
        DEBIAN_FRONTEND: 'noninteractive',
        // /tmp may be small; as another user only /tmp is open to the namespace's users.
        ...(isRoot() ? { TMPDIR: scratch } : {}),
      },
    },
  );
  return tar;
}

async function writeOverlay({ workspace, packages, identity, context }: Request): Promise<string> {
  const overlay = path.join(context.scratch, 'overlay');
  const kernel = packages
    .map(({ name }) => /^linux-image-(\d.*)$/.exec(name)?.[1])
    .find((release) => release !== undefined);
  if (!kernel)
    throw new Error('No kernel package such as linux-image-6.1.0-49-amd64 is among the packages.');
  const title = `${workspace.distribution === 'ubuntu' ? 'Ubuntu' : 'Debian'} ${workspace.release}`;
  const files = {
    ...imageFilesText({ identity, sources: sourcesToKeep(workspace.sources) }),
    'boot/grub/early.cfg': grubEarlyConfig(identity),
    'boot/grub/grub.cfg': grubMenu({ rootUuid: identity.rootUuid, kernel, title }),
  };
  for (const [name, text] of Object.entries(files)) {
    const place = path.join(overlay, name);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(place, text);
    await chmod(place, 0o644);
  }
  return overlay;
}

/** For the shell words of mmdebstrap's own hooks. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
