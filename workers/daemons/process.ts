/** One running process of a daemon: its lines, whether it serves, how it ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { childEnvironment } from '@/lib/core/env';
import type { ProcessSpec } from './daemon';

/** Milliseconds between the polite and the hard end. */
const stopLimit = 3_000;
/** Milliseconds that a process may take to say that it serves. */
const readyLimit = 5_000;
const keptLines = 20;

export class DaemonProcess {
  readonly startedAt = Date.now();
  /** Resolves when it has ended, with how. */
  readonly ended: Promise<string>;
  over = false;
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #onLine: (line: string) => void;
  readonly #ready: Promise<void>;
  #sayReady = () => {};

  constructor(
    readonly spec: ProcessSpec,
    onLine: (line: string) => void,
  ) {
    this.#onLine = onLine;
    this.#ready = new Promise((resolve) => {
      this.#sayReady = resolve;
    });
    this.#child = spawn(spec.program, spec.args, {
      env: childEnvironment() as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: '/',
    });
    this.ended = new Promise((resolve) => {
      const end = (how: string) => {
        this.over = true;
        resolve(how);
      };
      this.#child.once('error', (error) => end(error.message));
      // `close`, not `exit`: its last lines have come then.
      this.#child.once('close', (code, signal) =>
        end(signal ? `was ended by ${signal}` : `ended with ${code}`),
      );
    });
    this.#follow(this.#child.stdout);
    this.#follow(this.#child.stderr);
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** The last lines that it wrote. */
  lastWords(count = 3): string {
    return this.#lines.slice(-count).join('; ');
  }

  /** Waits until it serves; false when it ended before, or never said so. */
  async serves(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), readyLimit);
    });
    const served = await Promise.race([
      this.#ready.then(() => true),
      this.ended.then(() => false),
      tooLong,
    ]);
    clearTimeout(timer);
    // It may say so and end: a port that is refused after the first word.
    return served && !this.over;
  }

  reload(): void {
    this.#child.kill('SIGHUP');
  }

  /** Ends it, and waits until it has. */
  async stop(): Promise<void> {
    if (this.over) return;
    this.#child.kill('SIGTERM');
    const hard = setTimeout(() => this.#child.kill('SIGKILL'), stopLimit);
    await this.ended;
    clearTimeout(hard);
  }

  #follow(stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      this.#lines.push(line);
      if (this.#lines.length > keptLines) this.#lines.shift();
      if (this.spec.ready.test(line)) this.#sayReady();
      this.#onLine(line);
    });
  }
}
