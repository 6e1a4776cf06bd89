/** Brings everything up in order, keeps it up, and takes it down in the opposite order. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EmbeddedPostgres } from '@/lib/core/postgres';
import { type Member, runGroup } from '../run-group';
import { consoleAddresses, requireFreePort, untilAnswers } from './address';
import { buildConsole } from './build';
import { startChild } from './child';
import { firstRunLink } from './first-run';
import { LockHeld, takeLock } from './lock';
import type { Settings } from './settings';
import { migrateStore, ownUrl, startOwn } from './store';
import { supervise } from './supervise';
import { relay, say } from './terminal';

interface Request {
  settings: Settings;
  /** Hot reload for pages and worker. */
  dev: boolean;
  signal: AbortSignal;
}

/**
 * Runs the product until the signal is aborted, and resolves when every process has ended.
 * Throws when it cannot start, or when a process keeps crashing.
 */
export async function runServices(given: Request): Promise<void> {
  const release = lockData(given.settings.data);
  try {
    await requireFreePort(given.settings.port);
    if (given.settings.databaseUrl)
      return await runOnStore({ ...given, databaseUrl: given.settings.databaseUrl });
    await runWithOwnPostgres(given);
  } finally {
    release();
  }
}

function lockData(data: string): () => void {
  mkdirSync(data, { recursive: true });
  try {
    return takeLock(path.join(data, 'lock'));
  } catch (error) {
    if (!(error instanceof LockHeld)) throw error;
    throw new Error(
      `The provisioner already runs on ${data}, as process ${error.pid}. Stop it, or set PROVISIONER_DATA to another folder.`,
    );
  }
}

/** Postgres outlives what uses it: it is stopped when web and worker have ended. */
async function runWithOwnPostgres(given: Request): Promise<void> {
  const onLine = (line: string) => relay('postgres', line);
  const start = () => startOwn(given.settings.data, onLine);
  const first: EmbeddedPostgres = await start();
  const postgres = new AbortController();
  const services = new AbortController();
  given.signal.addEventListener('abort', () => services.abort(), { once: true });
  if (given.signal.aborted) services.abort();
  const supervised = supervise({
    name: 'postgres',
    start,
    first,
    signal: postgres.signal,
    onCrash: (crash) => sayCrash('postgres', crash),
  }).finally(() => services.abort());
  const used = runOnStore({
    ...given,
    signal: services.signal,
    databaseUrl: ownUrl(given.settings.data),
  }).finally(() => postgres.abort());
  const results = await Promise.allSettled([supervised, used]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function runOnStore(given: Request & { databaseUrl: string }): Promise<void> {
  const started = performance.now();
  const { settings, dev, signal } = given;
  const applied = await migrateStore(given.databaseUrl);
  if (applied.length > 0) say(`Database: applied ${applied.join(', ')}`);
  const env: NodeJS.ProcessEnv = {
    ...settings.env,
    DATABASE_URL: given.databaseUrl,
    NODE_ENV: dev ? 'development' : 'production',
  };
  if (!dev) await buildConsole({ env, signal, say });
  if (signal.aborted) return;
  const watch = ['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false'];
  await runGroup({
    signal,
    members: [
      service({ name: 'web', args: ['server.ts'], env }),
      service({ name: 'worker', args: [...(dev ? watch : []), 'workers/main.ts'], env }),
      greeting({ settings, env, started }),
    ],
  });
}

function service(given: { name: string; args: string[]; env: NodeJS.ProcessEnv }): Member {
  const onLine = (line: string) => relay(given.name, line);
  return {
    name: given.name,
    run: (signal) =>
      supervise({
        name: given.name,
        start: async () => startChild({ ...given, onLine }),
        signal,
        onCrash: (crash) => sayCrash(given.name, crash),
      }),
  };
}

function sayCrash(name: string, { how, wait }: { how: string; wait: number }): void {
  say(`${name} ended with ${how}; starting it again in ${wait / 1000} s`);
}

/** Says where to go as soon as the web process answers; then waits with the others. */
function greeting(given: { settings: Settings; env: NodeJS.ProcessEnv; started: number }): Member {
  return {
    name: 'greeting',
    run: async (signal) => {
      if (!(await untilAnswers(given.settings.port, signal))) return;
      const seconds = ((performance.now() - given.started) / 1000).toFixed(1);
      const addresses = consoleAddresses(given.settings);
      say(`Ready after ${seconds} s: ${addresses.join('  ')}`);
      const link = await firstRunLink({ address: addresses[0] ?? '', env: given.env });
      if (link) say(`Make the first account: ${link}`);
      await untilAborted(signal);
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
