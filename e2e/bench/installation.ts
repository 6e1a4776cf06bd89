/** An installation for the bench alone: its own data folder, database and web process. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EmbeddedPostgres } from '@/lib/core/postgres';
import { startChild } from '@/workers/launch/child';
import { migrateStore, startOwn } from '@/workers/launch/store';

export interface Installation {
  url: string;
  data: string;
  health(): Promise<{ roster: { state: string; hosts: number } }>;
  stop(): Promise<void>;
}

/** Starts the real web process on loopback. Sets DATABASE_URL and PROVISIONER_DATA of this process too. */
export async function startInstallation(given: { port: number }): Promise<Installation> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'provisioner-bench-'));
  chmodSync(data, 0o755);
  const postgres = await startOwn(data, (line) => process.stderr.write(`${line}\n`));
  try {
    await migrateStore(postgres.url);
    return await startWeb({ ...given, data, postgres });
  } catch (error) {
    await postgres.stop();
    rmSync(data, { recursive: true, force: true });
    throw error;
  }
}

async function startWeb(given: {
  port: number;
  data: string;
  postgres: EmbeddedPostgres;
}): Promise<Installation> {
  const { data, postgres } = given;
  const url = `http://127.0.0.1:${given.port}`;
  const env = {
    DATABASE_URL: postgres.url,
    PROVISIONER_DATA: data,
    PORT: String(given.port),
    PUBLIC_URL: url,
    LOG_LEVEL: 'error',
    NODE_ENV: 'production' as const,
  };
  Object.assign(process.env, env);
  const web = startChild({
    name: 'web',
    args: ['server.ts'],
    env: { ...process.env, ...env },
    onLine: (line) => process.stderr.write(`web: ${line}\n`),
  });
  let over: string | undefined;
  void web.ended.then((how) => {
    over = how;
  });
  const health = async () => (await fetch(`${url}/api/health`)).json();
  const until = Date.now() + 30_000;
  for (;;) {
    if (over || Date.now() > until) throw new Error(`the web process did not start: ${over}`);
    const answer = await health().catch(() => null);
    if (answer?.roster.state === 'live') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    data,
    health,
    stop: async () => {
      await web.stop();
      await postgres.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
