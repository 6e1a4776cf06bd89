/**
 * Which accelerator really works. `/dev/kvm` may be there and still be useless:
 * under some nested hypervisors firmware runs and a Linux guest hangs early.
 * So a kernel is booted once with a time limit, and the verdict is remembered
 * until this machine is started again.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labEnvironment } from '@/e2e/lab/environment';
import { anyKernel } from '@/e2e/lab/kernel';
import type { Accel } from '@/e2e/lab/machine-arguments';

/** A working KVM is past this point in about a second. */
const probeLimit = 12_000;
/** Printed when there is no root file system: the kernel has got through all of its start. */
const reached = /Kernel panic - not syncing: VFS/;

let asked: Promise<Accel> | null = null;

/** The fastest accelerator that boots a kernel here. Asked once a process; `LAB_ACCEL` overrules it. */
export function workingAccel(): Promise<Accel> {
  asked ??= findAccel();
  return asked;
}

/** Where the lab keeps what outlives a run. */
export function labFolder(): string {
  return labEnvironment().folder ?? join(tmpdir(), 'provisioner-lab');
}

async function findAccel(): Promise<Accel> {
  const forced = labEnvironment().accel;
  if (forced) return forced;
  const usable = await access('/dev/kvm', constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!usable) return 'tcg';
  const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
  const file = join(labFolder(), `accel-${bootId}`);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known === 'kvm' || known === 'tcg') return known;
  const kernel = await anyKernel({ folder: labFolder() });
  // Without a kernel to try it with, the slow way is the sure one.
  const verdict = kernel && (await kvmBoots(kernel)) ? 'kvm' : 'tcg';
  await mkdir(labFolder(), { recursive: true });
  await writeFile(`${file}.${process.pid}`, verdict);
  await rename(`${file}.${process.pid}`, file);
  return verdict;
}

/** Boots the kernel under KVM, without a disk, until it complains about that. */
function kvmBoots(kernel: string): Promise<boolean> {
  const line = 'console=ttyS0 panic=0';
  const child = spawn(
    'qemu-system-x86_64',
    [
      ...['-accel', 'kvm', '-cpu', 'host', '-machine', 'q35', '-m', '512M', '-display', 'none'],
      ...['-nodefaults', '-no-user-config', '-no-reboot', '-serial', 'stdio'],
      ...['-kernel', kernel, '-append', line],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return new Promise((resolve) => {
    let text = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), probeLimit);
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (reached.test(text)) child.kill('SIGKILL');
    });
    child.on('error', () => resolve(false));
    child.on('close', () => {
      clearTimeout(timer);
      resolve(reached.test(text));
    });
  });
}
