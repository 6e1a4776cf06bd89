/** A program as a filter: bytes in, bytes out, neither held in memory. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { execa } from 'execa';
import { childEnvironment } from './env';
import { reasonOf } from './errors';

/**
 * Runs a program by argv; `input` (nothing without) goes in, `output` reads
 * what comes out. Throws an Error that names the program and its last words
 * when it does not end with 0, and what `output` throws. It is killed, with
 * its children, when the signal aborts or `output` gives up.
 */
export async function runFilter<T>(request: {
  program: string;
  args: string[];
  signal: AbortSignal;
  input?: Readable;
  env?: Record<string, string>;
  output: (stdout: Readable) => Promise<T>;
}): Promise<T> {
  const { program, signal } = request;
  signal.throwIfAborted();
  const child = execa(program, request.args, {
    env: childEnvironment(request.env),
    extendEnv: false,
    stdin: request.input ? 'pipe' : 'ignore',
    buffer: { stdout: false, stderr: true },
    maxBuffer: { stderr: 100_000 },
    detached: true,
    reject: false,
  });
  const kill = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  signal.addEventListener('abort', kill, { once: true });
  try {
    const feeding =
      request.input && child.stdin
        ? // When the program ends early the pipe breaks; its own words tell more.
          pipeline(request.input, child.stdin).catch((error: unknown) => error)
        : Promise.resolve(undefined);
    const reading = request.output(child.stdout as Readable).catch((error: unknown) => {
      kill();
      throw error;
    });
    const [read, ended, fed] = await Promise.allSettled([reading, child, feeding]);
    signal.throwIfAborted();
    if (ended.status === 'fulfilled' && ended.value.failed && read.status === 'fulfilled') {
      throw new Error(lastWords(program, ended.value));
    }
    if (read.status === 'rejected') throw read.reason;
    if (ended.status === 'rejected') throw ended.reason;
    if (fed.status === 'fulfilled' && fed.value !== undefined) {
      throw new Error(`${program} could not be fed: ${reasonOf(fed.value)}`);
    }
    return read.value;
  } finally {
    signal.removeEventListener('abort', kill);
    kill();
  }
}

function lastWords(
  program: string,
  ended: { code?: string; exitCode?: number; signal?: string; stderr?: unknown },
): string {
  if (ended.code === 'ENOENT') return `${program} is not installed.`;
  const words = String(ended.stderr ?? '')
    .trim()
    .split('\n')
    .slice(-3)
    .join('\n');
  const how = ended.signal ? `was ended by ${ended.signal}` : `ended with ${ended.exitCode}`;
  return words ? `${program} ${how}: ${words}` : `${program} ${how}.`;
}
