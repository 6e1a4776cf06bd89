/**
 * The one way to run another program: by argv, never by a shell, with a time
 * limit, a signal that ends the program and its children, and its output
 * line by line.
 */
import { execa } from 'execa';
import { childEnvironment } from './env';

export interface RunRequest {
  program: string;
  args: string[];
  /** Milliseconds. */
  timeout: number;
  signal?: AbortSignal;
  cwd?: string;
  env?: Record<string, string>;
  input?: string;
  /** Exit codes besides 0 that are an answer, too, and no failure. */
  answers?: number[];
  /** Called with each line of stdout and stderr. */
  onLine?: (line: string) => void;
}

/** Milliseconds between the polite and the hard end of a program. */
const grace = 3_000;

/** Longest stdout that is handed back, in characters; the rest is only logged. */
const outputLimit = 10_000_000;

/**
 * Runs a program to its end and gives its stdout. Throws an Error that names
 * the program, how it ended, and its last lines of stderr.
 */
export async function run(request: RunRequest): Promise<string> {
  const child = execa(request.program, request.args, {
    cwd: request.cwd,
    env: childEnvironment(request.env),
    extendEnv: false,
    input: request.input,
    stdin: request.input === undefined ? 'ignore' : undefined,
    // Its own process group, so that its children end with it.
    detached: true,
    reject: false,
    maxBuffer: outputLimit,
    stripFinalNewline: false,
    all: true,
  });
  const end = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  let why: string | undefined;
  let hard: NodeJS.Timeout | undefined;
  const stop = (reason: string) => {
    why ??= reason;
    end('SIGTERM');
    hard ??= setTimeout(() => end('SIGKILL'), grace);
  };
  const onAbort = () => stop('was cancelled');
  const clock = setTimeout(
    () => stop(`did not end within ${Math.round(request.timeout / 1000)} s`),
    request.timeout,
  );
  request.signal?.addEventListener('abort', onAbort, { once: true });
  if (request.signal?.aborted) onAbort();
  try {
    const lines = follow(child, request.onLine);
    const result = await child;
    await lines;
    if (why) throw new Error(`${request.program} ${why}.`);
    const answered = request.answers?.includes(result.exitCode ?? -1) ?? false;
    if (result.failed && !answered) throw new Error(howItEnded(request.program, result));
    return String(result.stdout);
  } finally {
    clearTimeout(clock);
    clearTimeout(hard);
    request.signal?.removeEventListener('abort', onAbort);
  }
}

async function follow(
  child: ReturnType<typeof execa>,
  onLine: ((line: string) => void) | undefined,
): Promise<void> {
  if (!onLine) return;
  for await (const line of child.iterable({ from: 'all', preserveNewlines: false })) {
    onLine(String(line));
  }
}

interface Ended {
  exitCode?: number;
  signal?: string;
  code?: string;
  stderr?: unknown;
}

function howItEnded(program: string, result: Ended): string {
  if (result.code === 'ENOENT') return `${program} is not installed.`;
  const how = result.signal ? `was ended by ${result.signal}` : `ended with ${result.exitCode}`;
  const tail = String(result.stderr ?? '')
    .trim()
    .split('\n')
    .slice(-5)
    .join('\n');
  return `${program} ${how}${tail ? `:\n${tail}` : '.'}`;
}
