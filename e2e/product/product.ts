/**
 * The product under test: the same launcher that `npm run up` starts, on a
 * data folder of its own, inside the lab's namespace. It runs as a group of
 * its own, so that a signal for the test does not end it before its time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { chmod, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { wire } from '@/e2e/lab/namespace';
import { runProgram } from '@/e2e/lab/program';
import { Api } from '@/e2e/product/api';
import { restoreKept } from '@/e2e/product/kept';
import { descendants, processOf, type Role } from '@/e2e/product/processes';

export interface Administrator {
  email: string;
  password: string;
}

export const administrator: Administrator = {
  email: 'admin@lab.internal',
  password: 'switch a machine on',
};

export interface ProductWish {
  /** Folder for the data and the log; made when it is not there. */
  folder: string;
  port?: number;
  /** Null: nobody has an account, and the launcher prints the link that makes the first. */
  admin?: Administrator | null;
  /** Begin with the artifacts that earlier runs have kept. */
  kept?: boolean;
  /** Told every line of the launcher and its processes. */
  onLine?: (line: string) => void;
  env?: Record<string, string>;
  signal?: AbortSignal;
}

/** The first start builds the console, which takes minutes where others work too. */
const startLimit = 15 * 60_000;
const stopLimit = 30_000;

export class Product {
  private child: ChildProcess | null = null;
  /** Of a product that another process has started. */
  private attachedPid: number | null = null;
  private readonly lines: string[] = [];
  private token = '';

  private constructor(
    private readonly wish: ProductWish,
    readonly data: string,
    readonly logFile: string,
  ) {}

  /** Makes the data folder and starts the product; comes back when it answers. */
  static async start(wish: ProductWish): Promise<Product> {
    const data = join(wish.folder, 'data');
    // Postgres runs as nobody and must get through.
    await mkdir(data, { recursive: true });
    await chmod(wish.folder, 0o755);
    await chmod(data, 0o755);
    if (wish.kept) await restoreKept(data);
    const product = new Product(wish, data, logFileIn(wish.folder));
    try {
      await product.start();
      if (wish.admin !== null) product.token = await product.makeToken();
    } catch (error) {
      await product.stop().catch(() => {});
      throw error;
    }
    return product;
  }

  /** A product that another process has started and will stop, for looking, asking and killing. */
  static attach({ folder, pid, token }: { folder: string; pid: number; token: string }): Product {
    const product = new Product({ folder }, join(folder, 'data'), logFileIn(folder));
    product.attachedPid = pid;
    product.token = token;
    return product;
  }

  get base(): string {
    return `http://${wire.server}:${this.wish.port ?? 3000}`;
  }

  /** The REST API, as an administrator of the owning team. */
  get api(): Api {
    return new Api(this.base, this.token);
  }

  /** The API token itself, for a process that is to use it too. */
  get secret(): string {
    return this.token;
  }

  /** Process number of the launcher. */
  get pid(): number {
    const pid = this.attachedPid ?? this.child?.pid;
    if (!pid) throw new Error('The product is not running.');
    return pid;
  }

  /** Starts it again on the same data, after `stop`. */
  async start(): Promise<void> {
    if (this.child) throw new Error('The product runs already.');
    mkdirSync(this.wish.folder, { recursive: true });
    const log = createWriteStream(this.logFile, { flags: 'a' });
    const child = spawn(process.execPath, this.launcher('up'), {
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    // A process of ours that is killed must not leave a group behind.
    const killAtExit = () => killGroup(child);
    process.once('exit', killAtExit);
    child.once('exit', () => {
      process.off('exit', killAtExit);
      this.child = null;
    });
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
        log.write(`${line}\n`);
        this.lines.push(line);
        if (this.lines.length > 2000) this.lines.shift();
        this.wish.onLine?.(line);
      });
    }
    await this.untilHealthy();
  }

  /** Ends it in order; throws when it had to be killed. */
  async stop(): Promise<void> {
    const child = this.child;
    if (!child) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGTERM');
    const killed = await Promise.race([
      ended.then(() => false),
      sleep(stopLimit, true, { ref: false }),
    ]);
    if (!killed) return;
    killGroup(child);
    await ended;
    throw new Error(`The product did not end within ${stopLimit / 1000} s of SIGTERM.`);
  }

  /** Process number of one part; throws when it does not run. */
  pidOf(role: Role): number {
    const pid = processOf(this.pid, role);
    if (pid === null) throw new Error(`There is no ${role} process.`);
    return pid;
  }

  /** kill -9 for one part; gives the number that it had. */
  kill(role: Role): number {
    const pid = this.pidOf(role);
    process.kill(pid, 'SIGKILL');
    return pid;
  }

  /** Stops one part and its children where they stand; gives what lets them go on. */
  halt(role: Role): () => void {
    const pid = this.pidOf(role);
    const all = [pid, ...descendants(pid)];
    for (const one of all) process.kill(one, 'SIGSTOP');
    return () => {
      for (const one of all) {
        try {
          process.kill(one, 'SIGCONT');
        } catch {
          // It was ended meanwhile.
        }
      }
    };
  }

  /** Runs `npm run admin -- …` and gives its output. */
  async admin(words: string[], input?: string): Promise<string> {
    const argv = [process.execPath, ...this.launcher('admin'), ...words];
    const env = this.environment();
    return (await runProgram(argv, { env, input, timeout: 60_000 })).stdout;
  }

  /** The last lines that it and its processes wrote. */
  lastWords(count = 30): string {
    return this.lines.slice(-count).join('\n');
  }

  /** The first line of its output that matches, from all that was written. */
  async findLine(pattern: RegExp, limit: number): Promise<RegExpMatchArray> {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      const found = (await readFile(this.logFile, 'utf8').catch(() => '')).match(pattern);
      if (found) return found;
      await sleep(100);
    }
    throw new Error(`The launcher did not print ${pattern}. It ended with:\n${this.lastWords()}`);
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.stop().catch(() => {});
    rmSync(this.wish.folder, { recursive: true, force: true });
  }

  /** Waits until the web process says that it is well. */
  async untilHealthy(limit = startLimit): Promise<void> {
    const end = Date.now() + limit;
    while (Date.now() < end) {
      this.wish.signal?.throwIfAborted();
      if (!this.child && !this.attachedPid)
        throw new Error(`The product ended:\n${this.lastWords()}`);
      const healthy = await fetch(`${this.base}/api/health`, { signal: AbortSignal.timeout(5000) })
        .then((answer) => answer.ok)
        .catch(() => false);
      if (healthy) return;
      await sleep(100);
    }
    throw new Error(`The product did not answer in ${limit / 1000} s:\n${this.lastWords()}`);
  }

  /** A token of an administrator. The account from the environment is made a moment after the first answer. */
  async makeToken(): Promise<string> {
    const words = ['token', 'create', '--name', 'e2e', '--role', 'administrator'];
    for (let tries = 1; ; tries += 1) {
      try {
        return (await this.admin(words)).trim();
      } catch (error) {
        if (tries >= 20 || !String(error).includes('no team yet')) throw error;
        await sleep(500);
      }
    }
  }

  private launcher(command: 'up' | 'admin'): string[] {
    return ['--import', 'tsx', 'workers/launch.ts', command];
  }

  /** Ours, without what would make it another installation. */
  private environment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      PORT: String(this.wish.port ?? 3000),
      PROVISIONER_DATA: this.data,
      NODE_ENV: 'production',
      ...this.wish.env,
    };
    for (const name of ['DATABASE_URL', 'PUBLIC_URL', 'PROVISIONER_SECRET']) delete env[name];
    const admin = this.wish.admin === undefined ? administrator : this.wish.admin;
    delete env.PROVISIONER_ADMIN_EMAIL;
    delete env.PROVISIONER_ADMIN_PASSWORD;
    if (admin) {
      env.PROVISIONER_ADMIN_EMAIL = admin.email;
      env.PROVISIONER_ADMIN_PASSWORD = admin.password;
    }
    return env;
  }
}

/** Where a product in that folder writes what it says. */
export function logFileIn(folder: string): string {
  return join(folder, 'product.log');
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
