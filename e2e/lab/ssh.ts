import { setTimeout as sleep } from 'node:timers/promises';
import type { Key } from '@/e2e/lab/key';
import type { Namespace } from '@/e2e/lab/namespace';
import type { ProgramResult } from '@/e2e/lab/program';

export interface SshTarget {
  namespace: Namespace;
  key: Key;
  address: string;
  user?: string;
}

/**
 * Runs a command in a machine by SSH from inside the namespace and gives what
 * it printed and its exit code; 255 means that ssh itself failed. The host key
 * is not checked: the machine was made a moment ago.
 */
export function runBySsh(
  target: SshTarget & { command: string; limit?: number },
): Promise<ProgramResult> {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'IdentitiesOnly=yes',
    'LogLevel=ERROR',
    'ConnectTimeout=10',
  ].flatMap((option) => ['-o', option]);
  const login = `${target.user ?? 'root'}@${target.address}`;
  return target.namespace.runInside(
    ['ssh', '-i', target.key.path, ...options, login, '--', target.command],
    { tolerate: true, timeout: target.limit ?? 60_000 },
  );
}

/** Waits until the machine lets us in; throws with ssh's last words after `limit` milliseconds. */
export async function waitForSsh(target: SshTarget & { limit: number }): Promise<void> {
  const end = Date.now() + target.limit;
  let said = '';
  while (Date.now() < end) {
    const result = await runBySsh({ ...target, command: 'true', limit: 20_000 });
    if (result.exitCode === 0) return;
    said = result.stderr.trim();
    await sleep(1000);
  }
  throw new Error(`No SSH on ${target.address} after ${target.limit / 1000} s: ${said}`);
}
