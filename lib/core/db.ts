/** Postgres: one pool and one Prisma client a process. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '@/prisma/generated/client';
import { connectionOptions } from './connection';
import { env } from './env';
import { shared } from './shared';

/** Milliseconds that a transaction may wait to begin and may take: more than the 2 and 5 s that Prisma gives, for a machine that is busy. */
const transactionOptions = { maxWait: 10_000, timeout: 20_000 };

/** The address of the database. The launcher sets it where it runs its own. */
export function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start with `npm run up`, which sets it.');
  return url;
}

/** The pool, for what Prisma cannot say. At most 10 connections. */
export function pool(): pg.Pool {
  return shared('pool', () => {
    const made = new pg.Pool({
      ...connectionOptions(databaseUrl()),
      max: 10,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    // An idle connection that breaks is replaced at the next query.
    made.on('error', () => {});
    return made;
  });
}

/** The Prisma client; only data.ts and mutations.ts files use it. */
export function db(): PrismaClient {
  return shared(
    'prisma',
    () => new PrismaClient({ adapter: new PrismaPg(pool()), transactionOptions }),
  );
}

/** Ends every connection of this process. */
export async function closeDatabase(): Promise<void> {
  await db().$disconnect();
  await pool().end();
}

export type Transaction = Omit<
  PrismaClient,
  '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'
>;
