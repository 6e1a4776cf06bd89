/**
 * Applies the migrations of prisma/migrations on `pg` alone, so that production needs neither
 * Prisma's CLI nor its engine. `prisma migrate status` and `deploy` agree with what this leaves.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { connectionOptions } from './connection';

/** The lock that Prisma's own engine takes, so that the two never work at once. */
const prismaLock = 72707369;
/** How long another process may hold the lock: it is migrating, and we have nothing better to do. */
const lockLimit = '120s';

/** Column for column as Prisma makes it. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
  /** SHA-256 of the file, in hex. */
  checksum: string;
}

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Brings the database to the newest schema; resolves to the names of the migrations applied now.
 * Each is one transaction with its row of history: it is there whole or not at all.
 * Throws when the history in the database and the folder contradict each other, or a script fails.
 */
export async function migrate(given: { databaseUrl: string; folder: string }): Promise<string[]> {
  const migrations = readMigrations(given.folder);
  const client = new pg.Client(connectionOptions(given.databaseUrl));
  // A connection that breaks is told by the query that was running, too.
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(`SET lock_timeout = '${lockLimit}'`);
    await client.query(`SELECT pg_advisory_lock(${prismaLock})`);
    await client.query(historyTable);
    const missing = compare(migrations, await readHistory(client));
    for (const migration of missing) await apply(client, migration);
    return missing.map(({ name }) => name);
  } finally {
    await client.end(); // gives the lock back
  }
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function readHistory(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations"
     WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/** The migrations that the database lacks. */
function compare(migrations: Migration[], history: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { migration_name: name, checksum, finished_at } of history) {
    const migration = known.get(name);
    if (!migration) {
      throw new Error(
        `The database has the migration ${name}, which this version does not know. Start the newer version that made it.`,
      );
    }
    if (!finished_at) {
      throw new Error(
        `The migration ${name} was left half done by Prisma's command line. Mend the database, then run: npx prisma migrate resolve --applied ${name} (or --rolled-back).`,
      );
    }
    if (checksum !== migration.checksum) {
      throw new Error(
        `The migration ${name} was edited after it had been applied. Put the old text back, and write a new migration.`,
      );
    }
  }
  const applied = new Set(history.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations"
         (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(`The migration ${name} failed: ${(cause as Error).message}`, { cause });
  }
}
