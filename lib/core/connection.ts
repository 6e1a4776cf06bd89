/** From a database URL to what pg takes; apart from db.ts, which loads all of Prisma. */
import type pg from 'pg';

/** Connection fields from a URL; `?host=/folder` names a unix socket's folder. */
export function connectionOptions(databaseUrl: string): pg.ClientConfig {
  const parsed = new URL(databaseUrl);
  const socket = parsed.searchParams.get('host');
  return {
    host: socket ?? parsed.hostname,
    port: parsed.port ? Number(parsed.port) : 5432,
    user: decodeURIComponent(parsed.username) || 'postgres',
    password: decodeURIComponent(parsed.password) || undefined,
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'provisioner',
    ssl: /^(require|verify-full|verify-ca)$/.test(parsed.searchParams.get('sslmode') ?? '')
      ? { rejectUnauthorized: parsed.searchParams.get('sslmode') !== 'require' }
      : undefined,
    // Our times are stored without a zone, and defaults such as now() would take the server's.
    options: '-c TimeZone=UTC',
  };
}
