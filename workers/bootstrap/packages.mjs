import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runStep, say } from './processes.mjs';

const arm = process.arch === 'arm64';

/** Debian's packages, by what they are needed for. */
const purposes = {
  run: [
    'dnsmasq-base', // DHCP, DNS and TFTP; -base has no service that would take the ports
    'iproute2',
    'ipxe',
    'ca-certificates',
    // the agent
    'busybox-static',
    'cpio',
    'kmod',
    'zstd',
    'xz-utils',
    // images
    'mmdebstrap',
    'e2fsprogs',
    'dosfstools',
    'mtools',
    'fdisk',
    'qemu-utils',
    'grub-common',
    ...(arm ? [] : ['grub-efi-amd64-bin', 'grub-pc-bin']),
    // boot media: SYSLINUX's files are for every architecture, its program for x86 alone
    'isolinux',
    'pxelinux',
    'syslinux-common',
    'xorriso',
    ...(arm ? [] : ['syslinux']),
    'openssh-client',
  ],
  lab: [
    ...(arm ? ['qemu-system-arm', 'qemu-efi-aarch64'] : ['qemu-system-x86', 'ovmf']),
    'ipxe-qemu',
    'socat',
    'procps',
    // repositories and authorities that tests make, and programs that they build and fetch with
    'git',
    'openssl',
    'make',
    'curl',
    ...debianInstaller(),
  ],
  // iPXE from source: the product names them where they are missing and wanted
  compile: [
    'git',
    'gcc',
    'libc6-dev',
    'binutils',
    'make',
    'perl',
    'liblzma-dev',
    ...(arm ? ['gcc-x86-64-linux-gnu'] : ['gcc-aarch64-linux-gnu']),
  ],
  // shellcheck is optional for the product; python3-venv brings pykickstart for its
  // test, and python3-yaml is what cloud-init reads its files with
  lint: ['shellcheck', 'python3-venv', 'python3-yaml'],
  browser: ['chromium'],
  bench: ['nginx-light', 'wrk'],
};

/** Debian's own installer for this release, for the test with a foreign installer. */
function debianInstaller() {
  const { ID: id, VERSION_ID: version } = osRelease();
  return id === 'debian' && version && !arm ? [`debian-installer-${version}-netboot-amd64`] : [];
}

/** Fields of os-release(5). */
function osRelease() {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Object.fromEntries(
    text.split('\n').map((line) => {
      const [name, ...value] = line.split('=');
      return [name, value.join('=').replace(/^"|"$/g, '')];
    }),
  );
}

/**
 * Installs the system packages that are missing, where we may; else says the one command.
 *
 * @param {{ purposes: (keyof typeof purposes)[] }} given
 * @returns {Promise<boolean>} true when all are there
 */
export async function bringPackages({ purposes: names }) {
  const wanted = [...new Set(names.flatMap((name) => purposes[name]))];
  if (wanted.length === 0) return true;
  const present = installedPackages(wanted);
  if (!present) {
    say(`This is no Debian: make sure that it has what Debian calls ${wanted.join(' ')}`);
    return true;
  }
  const missing = wanted.filter((name) => !present.has(name));
  if (missing.length === 0) return true;
  if (process.getuid?.() !== 0) {
    say(`Missing system packages. To install them:\n  sudo apt-get install ${missing.join(' ')}`);
    return false;
  }
  try {
    await install(missing);
    return true;
  } catch (error) {
    say(`${error.message}\nGoing on without: ${missing.join(' ')}`);
    return false;
  }
}

/** Which of the packages are installed; undefined where there is no dpkg. */
function installedPackages(names) {
  const format = '$' + '{Package} $' + '{db:Status-Status}\n';
  const { stdout, error } = spawnSync('dpkg-query', ['-W', '-f', format, ...names], {
    encoding: 'utf8',
  });
  if (error) return undefined;
  const lines = stdout.split('\n').filter((line) => line.endsWith(' installed'));
  return new Set(lines.map((line) => line.split(' ')[0]));
}

const apt = ['-o', 'DPkg::Lock::Timeout=500', '-q'];
const quiet = { DEBIAN_FRONTEND: 'noninteractive' };

async function install(names) {
  const step = {
    what: `Installing system packages: ${names.join(' ')}`,
    program: 'apt-get',
    args: [...apt, 'install', '-y', '--no-install-recommends', ...names],
    env: quiet,
  };
  const withoutServices = async () => {
    const allowAgain = forbidServices();
    try {
      await runStep(step);
    } finally {
      allowAgain();
    }
  };
  if (!hasLists()) await update();
  try {
    await withoutServices();
  } catch {
    await update(); // the lists were too old to find the packages by
    await withoutServices();
  }
}

function hasLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
}

function update() {
  return runStep({
    what: 'Updating the package lists',
    program: 'apt-get',
    args: [...apt, 'update'],
    env: quiet,
  });
}

/**
 * Keeps packages from starting their services (nginx for the bench) while they are installed.
 * `policy-rc.d` is Debian's means for that; one that the administrator has put there stays.
 *
 * @returns {() => void} takes it away again
 */
function forbidServices() {
  const file = '/usr/sbin/policy-rc.d';
  if (existsSync(file)) return () => {};
  writeFileSync(file, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const remove = () => rmSync(file, { force: true });
  process.once('exit', remove);
  return remove;
}
