/** The database of this installation: our own Postgres in the data folder, or the given one. */
import path from 'node:path';
import { migrate } from '@/lib/core/migrate';
import { type EmbeddedPostgres, embeddedUrl, startPostgres } from '@/lib/core/postgres';

const database = 'provisioner';

/** Where our own Postgres keeps its data. */
function cluster(data: string): string {
  return path.resolve(data, 'postgres');
}

/** The URL of our own Postgres, whether it runs or not. */
export function ownUrl(data: string): string {
  return embeddedUrl(cluster(data), database);
}

/** Starts our own Postgres. Lines that only say that all is well are not handed on. */
export function startOwn(data: string, onLine: (line: string) => void): Promise<EmbeddedPostgres> {
  return startPostgres({
    folder: cluster(data),
    database,
    onLine: (line) => {
      // Whoever asks before it is up is told so, and asks again: that is no trouble.
      if (/the database system is starting up/.test(line)) return;
      if (/\b(WARNING|ERROR|FATAL|PANIC):/.test(line)) onLine(line);
    },
  });
}

/** Brings the schema up to date; resolves to the names of what was applied. */
export function migrateStore(databaseUrl: string): Promise<string[]> {
  return migrate({ databaseUrl, folder: path.resolve('prisma', 'migrations') });
}
