/** One administration command, on a running provisioner or on one that is stopped. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { lockHolder, takeLock } from './lock';
import type { Settings } from './settings';
import { migrateStore, ownUrl, startOwn } from './store';
import { relay } from './terminal';

/** Runs workers/admin.ts with the database at hand; resolves to its exit code. */
export async function runAdmin(given: {
  settings: Settings;
  args: string[];
  signal: AbortSignal;
}): Promise<number> {
  const { data, databaseUrl } = given.settings;
  const lock = path.join(data, 'lock');
  if (databaseUrl) return runCommand({ ...given, databaseUrl });
  if (lockHolder(lock)) return runCommand({ ...given, databaseUrl: ownUrl(data) });

  const release = takeLock(lock);
  try {
    const postgres = await startOwn(data, (line) => relay('postgres', line));
    try {
      await migrateStore(postgres.url);
      return await runCommand({ ...given, databaseUrl: postgres.url });
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
}

function runCommand(given: {
  settings: Settings;
  args: string[];
  signal: AbortSignal;
  databaseUrl: string;
}): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'workers/admin.ts', ...given.args], {
    env: { ...given.settings.env, DATABASE_URL: given.databaseUrl },
    stdio: 'inherit',
  });
  given.signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
