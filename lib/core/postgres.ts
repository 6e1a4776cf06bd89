/**
 * A Postgres of our own, from npm's binaries, for installations that have none. It listens on a
 * unix socket only, in a folder that only its user can enter: no port, no password, and reachable
 * from inside network namespaces too. See docs/decisions/.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { clearLeftovers, clearSocket } from './postgres-leftovers';
import { closedFolders, type Owner, postgresOwner } from './postgres-owner';
import { postgresPrograms } from './postgres-programs';

export interface EmbeddedPostgres {
  /** For pg and Prisma: `postgresql://postgres@localhost/NAME?host=/socket/folder`. */
  url: string;
  pid: number | undefined;
  /** Resolves when it has ended, with how: "exit code 1". */
  ended: Promise<string>;
  /** Ends it as fast as is safe; resolves when it is gone. */
  stop(): Promise<void>;
  /** The last lines that it wrote. */
  lastWords(): string;
}

interface Settings {
  /** Where the cluster lives; made when it is not there. */
  folder: string;
  /** Name of the database to make and to point `url` to. */
  database: string;
  /** Called with every line that Postgres writes. */
  onLine?: (line: string) => void;
  /** More settings by name, such as `fsync: 'off'` for a test. */
  settings?: Record<string, string>;
}

/** Enough for a cold disk; a start takes 0.2 s, recovery after a crash some seconds. */
const startLimit = 60_000;
/** When a fast shutdown is given up for an immediate one, in milliseconds. */
const stopLimit = 20_000;
/** Postgres' programs need nothing from our environment; Next's types want the last. */
const cleanEnvironment = {
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
  NODE_ENV: 'production' as const,
};

/** The folder of the socket for a cluster: short, because a socket's path has 107 bytes at most. */
export function socketFolder(cluster: string): string {
  const hash = createHash('sha256').update(path.resolve(cluster)).digest('hex').slice(0, 10);
  const folder = path.join(os.tmpdir(), `provisioner-${hash}`);
  const usable = folder.length < 80 && closedFolders(os.tmpdir(), postgresOwner()).length === 0;
  return usable ? folder : path.join('/tmp', path.basename(folder));
}

/** The address of a database in the cluster, whether it runs or not. */
export function embeddedUrl(cluster: string, database: string): string {
  return `postgresql://postgres@localhost/${database}?host=${socketFolder(cluster)}`;
}

/**
 * Starts Postgres on `folder`, making the cluster and the database first where they are missing,
 * and resolves when it answers. The caller must make sure that nobody else uses the folder.
 * Throws with Postgres' last words when it does not start.
 */
export async function startPostgres(given: Settings): Promise<EmbeddedPostgres> {
  const owner = postgresOwner();
  const folder = path.resolve(given.folder);
  const programs = postgresPrograms(owner);
  const [closed] = closedFolders(path.dirname(folder), owner);
  if (closed) {
    throw new Error(
      `Postgres runs as "nobody", who may not enter ${closed}. Set PROVISIONER_DATA to another folder, or run: chmod o+x ${closed}`,
    );
  }
  if (!existsSync(folder)) await makeCluster({ folder, owner, initdb: programs.initdb });
  await clearLeftovers(folder);
  const socket = openSocketFolder(folder, owner);

  const running = launch({ ...given, folder, owner, socket, program: programs.postgres });
  try {
    await untilReady({ socket, ended: running.ended, lastWords: running.lastWords });
    await ensureDatabase({ socket, name: given.database });
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { ...running, url: embeddedUrl(folder, given.database) };
}

/** initdb into a folder beside, then rename: a cluster is there whole or not at all. */
async function makeCluster(given: { folder: string; owner?: Owner; initdb: string }) {
  const unfinished = `${given.folder}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  makePrivateFolder(unfinished, given.owner);
  const args = ['--pgdata', unfinished, '--username', 'postgres', '--auth', 'trust'];
  args.push('--encoding', 'UTF8', '--locale', 'C', '--no-instructions');
  const child = start({ program: given.initdb, args, owner: given.owner });
  const lastWords = keepLines(child, 20);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`initdb failed in ${unfinished}:\n${lastWords()}`);
  renameSync(unfinished, given.folder);
}

function makePrivateFolder(folder: string, owner: Owner | undefined): void {
  mkdirSync(path.dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (owner) chownSync(folder, owner.uid, owner.gid);
  chmodSync(folder, 0o700);
}

/** Its name can be guessed, so a folder that another user made there first is refused. */
function openSocketFolder(cluster: string, owner: Owner | undefined): string {
  const folder = socketFolder(cluster);
  const found = lstatSync(folder, { throwIfNoEntry: false });
  const trusted = [owner?.uid, process.getuid?.()];
  if (found && !(found.isDirectory() && trusted.includes(found.uid))) {
    throw new Error(`${folder} belongs to another user. Remove it, and start again.`);
  }
  makePrivateFolder(folder, owner);
  clearSocket(folder);
  return folder;
}

function launch(given: Settings & { owner?: Owner; socket: string; program: string }) {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: given.socket,
    unix_socket_permissions: '0700',
    ...given.settings,
  };
  const args = ['-D', given.folder];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const child = start({ program: given.program, args, owner: given.owner });
  const lastWords = keepLines(child, 30, given.onLine);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  const stop = async () => {
    child.kill('SIGINT'); // "fast": rolls open transactions back, writes a checkpoint
    const hard = setTimeout(() => child.kill('SIGQUIT'), stopLimit);
    await ended;
    clearTimeout(hard);
    rmSync(given.socket, { recursive: true, force: true });
  };
  return { pid: child.pid, ended, stop, lastWords };
}

/** A session of its own, so that Ctrl-C in the terminal does not reach it before its users. */
function start(given: { program: string; args: string[]; owner?: Owner }): ChildProcess {
  return spawn(given.program, given.args, {
    cwd: '/',
    env: cleanEnvironment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...given.owner,
  });
}

function keepLines(child: ChildProcess, count: number, onLine?: (line: string) => void) {
  const lines: string[] = [];
  let rest = '';
  const take = (chunk: Buffer) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      if (lines.length > count) lines.shift();
      onLine?.(line);
    }
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  child.once('error', (error) => lines.push(String(error)));
  return () => lines.join('\n');
}

async function untilReady(given: {
  socket: string;
  ended: Promise<unknown>;
  lastWords: () => string;
}): Promise<void> {
  let over = false;
  void given.ended.then(() => {
    over = true;
  });
  const until = Date.now() + startLimit;
  while (!over && Date.now() < until) {
    if (await answers(given.socket)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  const what = over ? 'ended at once' : `did not answer within ${startLimit / 1000} s`;
  throw new Error(`Postgres ${what}. Its last words:\n${given.lastWords()}`);
}

async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({ host: socket, user: 'postgres', database: 'postgres' });
  // A connection that breaks while it opens is reported twice: by the promise, and by this event.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ensureDatabase(given: { socket: string; name: string }): Promise<void> {
  const client = new pg.Client({ host: given.socket, user: 'postgres', database: 'postgres' });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [given.name]);
    if (found.rowCount) return;
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(given.name)}`);
  } finally {
    await client.end();
  }
}
