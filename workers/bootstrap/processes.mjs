import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** One line to the person at the terminal; what `admin` writes to stdout is for programs. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a step quietly and tells how long it took. Its output is shown only when it fails.
 *
 * @param {{ what: string, program: string, args: string[], env?: Record<string, string> }} step
 * @returns {Promise<void>} rejects with the last lines of output
 */
export async function runStep({ what, program, args, env }) {
  say(`${what} …`);
  const started = Date.now();
  const output = [];
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const code = await ended(child);
  if (code !== 0) {
    const tail = Buffer.concat(output).toString().trim().split('\n').slice(-30).join('\n');
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${tail}`);
  }
  say(`${what}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Runs the real command in the foreground, with our terminal, until it ends.
 *
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it
 */
export async function handOver(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to the child as well as to us: once is enough.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  }
  return ended(child);
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)),
    );
  });
}
