/** Puts the agent's root file system together from an unpacked tree of packages. */
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import type { BuildContext } from '@/lib/builds/builder';
import { libraries, programLinks, programs } from './contents';
import { neededLibraries } from './elf';

interface System {
  /** Unpacked packages. */
  tree: string;
  /** The root file system that is made. */
  root: string;
  context: BuildContext;
}

const libraryFolders = ['usr/lib/x86_64-linux-gnu', 'usr/lib', 'usr/lib64', 'usr/lib/udev'];
const programFolders = ['usr/sbin', 'usr/bin'];

/** The empty folders and links that every Linux begins with. */
export async function makeSkeleton({ root }: System): Promise<void> {
  const folders = ['dev', 'etc', 'mnt', 'proc', 'root', 'run', 'sys', 'tmp', 'target', 'var'];
  for (const folder of [...folders, 'usr/bin', 'usr/sbin', 'usr/lib', 'usr/lib64']) {
    await mkdir(path.join(root, folder), { recursive: true });
  }
  for (const folder of ['bin', 'sbin', 'lib', 'lib64']) {
    await symlink(`usr/${folder}`, path.join(root, folder));
  }
  await symlink('../run', path.join(root, 'var/run'));
  await symlink('../tmp', path.join(root, 'var/tmp'));
  const files: Record<string, string> = {
    'etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/bin/false\n',
    'etc/group': 'root:x:0:\ntty:x:5:\ndisk:x:6:\nnogroup:x:65534:\n',
    'etc/hosts': '127.0.0.1 localhost\n::1 localhost\n',
    'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
    'etc/os-release': 'ID=provisioner-agent\nPRETTY_NAME="Provisioner agent"\n',
    // Without this, tools of LVM wait for a udev that does not run here.
    'etc/lvm/lvm.conf':
      'activation { udev_sync=0 udev_rules=0 }\ndevices { obtain_device_list_from_udev=0 }\n',
    // A controller's disks are there when its driver has loaded, not some time later.
    'etc/modprobe.d/provisioner.conf': 'options scsi_mod scan=sync\n',
    'etc/mke2fs.conf': await readFile(
      path.join(path.dirname(root), 'tree/etc/mke2fs.conf'),
      'utf8',
    ).catch(() => '[defaults]\n\tblocksize = 4096\n\tinode_size = 256\n'),
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
}

/** Copies the programs and their other names, then busybox's applets where nothing else has the name. */
export async function addPrograms(system: System): Promise<void> {
  const { tree, root, context } = system;
  for (const program of programs) {
    const folder = programFolders.find((each) => existsSync(path.join(tree, each, program)));
    if (!folder) throw new Error(`No package brought the program ${program}.`);
    await copyReal({ ...system, name: `${folder}/${program}`, as: `usr/bin/${program}` });
  }
  for (const [name, program] of Object.entries(programLinks)) {
    await symlink(program, path.join(root, 'usr/bin', name));
  }
  await copyReal({ ...system, name: 'usr/bin/busybox', as: 'usr/bin/busybox' });
  const applets = await context.run(path.join(tree, 'usr/bin/busybox'), ['--list']);
  for (const applet of applets.split('\n').filter((name) => /^[\w[.-]+$/.test(name))) {
    const place = path.join(root, 'usr/bin', applet);
    if (!existsSync(place) && applet !== 'linuxrc') await symlink('busybox', place);
  }
  // Tools of the kernel and of scripts look in /sbin by absolute path.
  for (const name of ['modprobe', 'mount', 'reboot', 'sfdisk', 'mdadm']) {
    await symlink(`../bin/${name}`, path.join(root, 'usr/sbin', name));
  }
}

/** Copies python3 with the whole standard library that its packages bring. Gives its version, such as `3.11`. */
export async function addPython(system: System): Promise<string> {
  const { tree, root, context } = system;
  const program = await readlink(path.join(tree, 'usr/bin/python3'));
  const version = program.replace('python', '');
  await copyReal({ ...system, name: `usr/bin/${program}`, as: `usr/bin/${program}` });
  await symlink(program, path.join(root, 'usr/bin/python3'));
  const library = `usr/lib/${program}`;
  // Links stay links: some are absolute, and would bring in files of this machine.
  await context.run('cp', ['-a', path.join(tree, library), path.join(root, 'usr/lib/')]);
  await rm(path.join(root, library, 'sitecustomize.py'), { force: true });
  await mkdir(path.join(root, 'usr/lib/python3/dist-packages'), { recursive: true });
  return version;
}

/** Copies the libraries that anything in the root file system needs, those that are listed, and what those need. */
export async function addLibraries({ tree, root, context }: System): Promise<void> {
  const missing = new Set<string>();
  const seen = new Set<string>();
  const queue = await elfFiles(root);
  const take = async (library: string) => {
    if (seen.has(library)) return;
    seen.add(library);
    const folder = libraryFolders.find((each) => existsSync(path.join(tree, each, library)));
    if (!folder) {
      missing.add(library);
      return;
    }
    const as = library.startsWith('ld-linux') ? `usr/lib64/${library}` : `${folder}/${library}`;
    await copyReal({ tree, root, context, name: `${folder}/${library}`, as });
    queue.push(path.join(root, as));
  };
  for (const library of libraries) await take(library);
  const left = libraries.filter((library) => missing.has(library));
  if (left.length > 0) throw new Error(`No package brought ${left.join(', ')}, which node needs.`);
  for (let file = queue.pop(); file; file = queue.pop()) {
    for (const library of neededLibraries(await readFile(file))) await take(library);
  }
  if (missing.size > 0) context.log(`Libraries left out: ${[...missing].sort().join(', ')}.`);
}

/** Root certificates as one file where OpenSSL looks for it. */
export async function addCertificates({ tree, root }: System): Promise<void> {
  const folder = path.join(tree, 'usr/share/ca-certificates/mozilla');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.crt')).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')));
  const place = path.join(root, 'etc/ssl/certs');
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'ca-certificates.crt'), texts.join('\n'));
  await mkdir(path.join(root, 'usr/lib/ssl'), { recursive: true });
  await symlink('/etc/ssl/certs/ca-certificates.crt', path.join(root, 'usr/lib/ssl/cert.pem'));
}

/** Copies a file of the tree, following links inside the tree only. */
async function copyReal({
  tree,
  root,
  name,
  as,
}: System & { name: string; as: string }): Promise<void> {
  const to = path.join(root, as);
  await mkdir(path.dirname(to), { recursive: true });
  const from = await insideTree({ tree, name });
  await copyFile(from, to);
  if ((await lstat(from)).mode & 0o100) await chmod(to, 0o755);
}

async function insideTree({ tree, name }: { tree: string; name: string }): Promise<string> {
  const place = path.join(tree, name);
  const found = await lstat(place);
  if (!found.isSymbolicLink()) return realpath(place);
  const to = await readlink(place);
  return insideTree({
    tree,
    name: to.startsWith('/') ? to.slice(1) : path.join(path.dirname(name), to),
  });
}

async function elfFiles(root: string): Promise<string[]> {
  const entries = await readdir(path.join(root, 'usr'), { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => /\/bin\/[^/]+$|\.so(\.[\d.]+)?$/.test(file))
    .sort();
}
