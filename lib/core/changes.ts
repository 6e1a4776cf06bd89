/**
 * What changes in the store, told to every process by NOTIFY. Triggers in
 * the database send one small message a row (see the `changes` migration),
 * so that nobody can forget to. One LISTEN connection a process.
 */
import { EventEmitter } from 'node:events';
import pg from 'pg';
import { connectionOptions } from './connection';
import { databaseUrl } from './db';
import { logger } from './log';
import { shared } from './shared';

/** One row that was inserted (I), updated (U) or deleted (D). */
export interface Change {
  /** Name of the table, such as `Host`. */
  table: string;
  op: 'I' | 'U' | 'D';
  /** Key of the row, or of the row that it belongs to (a MAC's host). */
  id: string;
  hostId?: string;
  teamId?: string;
}

const channel = 'provisioner';
const firstWait = 200;
const longestWait = 5_000;

interface Events {
  change: [Change];
  /** The connection is (again) there: what was missed must be read anew. */
  ready: [];
  /** A mark that somebody sent among the changes: all earlier ones have been told. */
  mark: [id: string];
  lost: [Error | undefined];
}

/** The bus of this process; listening begins at the first call of `listen`. */
class Changes extends EventEmitter<Events> {
  #client: pg.Client | undefined;
  #stopped = true;
  #wait = firstWait;
  #timer: NodeJS.Timeout | undefined;
  connected = false;

  /** Starts listening, and goes on trying for as long as it takes. */
  listen(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.setMaxListeners(0);
    void this.#connect();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.connected = false;
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      ...connectionOptions(databaseUrl()),
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    let over = false;
    const end = (error?: Error) => {
      if (over) return;
      over = true;
      client.end().catch(() => {});
      this.#lose(error);
    };
    client.on('error', end);
    client.on('end', () => end());
    client.on('notification', (message) => this.#tell(message.payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (over) return;
    if (this.#stopped) {
      await client.end().catch(() => {});
      return;
    }
    this.#client = client;
    this.#wait = firstWait;
    this.connected = true;
    this.emit('ready');
  }

  #lose(error?: Error): void {
    const was = this.connected;
    this.connected = false;
    if (this.#stopped) return;
    if (was) logger('changes').warn({ reason: error?.message }, 'lost the database; trying again');
    this.emit('lost', error);
    this.#timer = setTimeout(() => void this.#connect(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, longestWait);
  }

  #tell(payload: string | undefined): void {
    if (!payload) return;
    try {
      const told = JSON.parse(payload) as Change | { mark: string };
      if ('mark' in told) this.emit('mark', told.mark);
      else this.emit('change', told);
    } catch {
      logger('changes').warn({ payload }, 'a notification that is not JSON');
    }
  }
}

/** The change bus of this process. */
export function changes(): Changes {
  return shared('changes', () => new Changes());
}

/**
 * Waits until `check` gives a value, asking again at each change and at
 * least every second. Gives undefined when `timeout` milliseconds are over.
 */
export async function waitFor<T>(given: {
  check: () => Promise<T | undefined>;
  timeout: number;
  signal?: AbortSignal;
}): Promise<T | undefined> {
  const until = Date.now() + given.timeout;
  for (;;) {
    const found = await given.check();
    if (found !== undefined) return found;
    const left = until - Date.now();
    if (left <= 0 || given.signal?.aborted) return undefined;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        changes().off('change', done);
        resolve();
      };
      const timer = setTimeout(done, Math.min(left, 1_000));
      changes().once('change', done);
    });
  }
}
