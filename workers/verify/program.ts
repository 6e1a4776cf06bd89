/** Runs a program of the verification, in one of two manners. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface Program {
  args: string[];
  signal: AbortSignal;
  /** Told every line as it comes; without it, the program has our terminal. */
  onLine?: (line: string) => void;
}

/** Runs Node with the arguments; resolves to the exit code, 1 when a signal ended it. */
export function runNode({ args, signal, onLine }: Program): Promise<number> {
  const child = spawn(process.execPath, args, {
    stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    env: process.env,
  });
  const stop = () => child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  if (onLine) {
    for (const stream of [child.stdout, child.stderr]) {
      if (stream) createInterface({ input: stream, crlfDelay: Infinity }).on('line', onLine);
    }
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? 1);
    });
  });
}
