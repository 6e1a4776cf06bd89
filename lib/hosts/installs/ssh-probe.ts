/** Does SSH answer at an address, and with which host keys. */
import { createHash } from 'node:crypto';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { reasonOf } from '@/lib/core/errors';
import { run } from '@/lib/core/exec';

export type SshAnswer = { ok: true; hostKeys: string[] } | { ok: false; reason: string };

/** Milliseconds: a first boot under emulation takes some minutes at worst. */
const patience = 8 * 60_000;
const attemptLimit = 5_000;
const firstWait = 500;
const longestWait = 5_000;

/**
 * Asks until a server says "SSH-2.0" (RFC 4253, 4.2) or the time is over.
 * Host keys are fingerprints with their type, as ssh prints them; none where
 * `ssh-keyscan` is not installed.
 */
export async function probeSsh(given: {
  address: string;
  port?: number;
  signal: AbortSignal;
  /** Milliseconds. */
  patience?: number;
}): Promise<SshAnswer> {
  const { address, port = 22, signal } = given;
  const until = Date.now() + (given.patience ?? patience);
  let wait = firstWait;
  for (;;) {
    try {
      await greetedBySsh({ address, port, signal });
      return { ok: true, hostKeys: await hostKeys({ address, port, signal }) };
    } catch (error) {
      signal.throwIfAborted();
      if (Date.now() + wait > until) return { ok: false, reason: reasonOf(error) };
    }
    await sleep(wait, undefined, { signal });
    wait = Math.min(wait * 1.5, longestWait);
  }
}

/** Throws with the reason unless the other side greets as an SSH 2 server within `patience` milliseconds. */
export function greetedBySsh(given: {
  address: string;
  port?: number;
  signal: AbortSignal;
  patience?: number;
}): Promise<void> {
  const { address: host, port = 22, signal } = given;
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, signal });
    let said = '';
    socket.setTimeout(given.patience ?? attemptLimit, () =>
      socket.destroy(new Error('It did not answer in time.')),
    );
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      // Other lines may come before the version; more than this is no SSH server.
      if (/^SSH-2\.0-|\nSSH-2\.0-/.test(said)) {
        socket.destroy();
        resolve();
      } else if (said.length > 4_096) {
        socket.destroy(new Error('Something else than SSH answers on its port.'));
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The connection was closed without a greeting.')));
  });
}

async function hostKeys(given: {
  address: string;
  port: number;
  signal: AbortSignal;
}): Promise<string[]> {
  const { address, port, signal } = given;
  try {
    const text = await run({
      program: 'ssh-keyscan',
      args: ['-T', '3', '-p', String(port), '--', address],
      timeout: 6_000,
      signal,
    });
    return fingerprintsOf(text);
  } catch {
    return [];
  }
}

/** `SHA256:… ssh-ed25519` for each line `address type base64` of ssh-keyscan. */
export function fingerprintsOf(scan: string): string[] {
  const keys = scan
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([address = '#', , key]) => !address.startsWith('#') && key !== undefined)
    .map(([, type = '', key = '']) => {
      const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64');
      return `SHA256:${hash.replace(/=+$/, '')} ${type}`;
    });
  // The modern key first: it is the one that people are shown.
  return keys.sort((a, b) => Number(b.endsWith('ed25519')) - Number(a.endsWith('ed25519')));
}
