import { spawn, spawnSync } from 'node:child_process';

/** A program ended with another exit code than 0. */
export class ProgramError extends Error {
  constructor(
    readonly argv: string[],
    readonly exitCode: number | null,
    readonly output: string,
  ) {
    super(`${argv.join(' ')} ended with ${exitCode ?? 'a signal'}: ${output.trim().slice(-2000)}`);
    this.name = 'ProgramError';
  }
}

export interface ProgramResult {
  stdout: string;
  stderr: string;
  exitCode: number | null;
}

export interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Written to standard input. */
  input?: string;
  /** Milliseconds after which the program is killed; none by default. */
  timeout?: number;
  /** Give a non-zero exit back instead of throwing. */
  tolerate?: boolean;
}

/** Runs a program by argv, never by a shell. Throws a `ProgramError` unless told to tolerate a failure. */
export async function runProgram(
  argv: string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: options.timeout,
    killSignal: 'SIGKILL',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // The program may end before it has read all its input; its exit code tells.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const result = {
    stdout: Buffer.concat(stdout).toString(),
    stderr: Buffer.concat(stderr).toString(),
    exitCode,
  };
  if (exitCode !== 0 && !options.tolerate) {
    throw new ProgramError(argv, exitCode, result.stderr || result.stdout);
  }
  return result;
}

/** The same at once and without throwing, for exit handlers. */
export function runProgramSync(argv: string[]): ProgramResult {
  const [program = '', ...args] = argv;
  const result = spawnSync(program, args, { encoding: 'utf8', timeout: 10_000 });
  return { stdout: result.stdout ?? '', stderr: result.stderr ?? '', exitCode: result.status };
}
