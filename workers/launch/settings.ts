/** What the launcher and its children agree on. */
import path from 'node:path';
import { parseEnv } from '@/lib/core/env';
import { defaultDataFolder, postgresOwner } from '@/lib/core/postgres-owner';

export interface Settings {
  /** Absolute path of the data folder. */
  data: string;
  port: number;
  publicUrl?: string;
  /** A Postgres that somebody else runs; undefined for our own. */
  databaseUrl?: string;
  /** The environment for children, with the data folder in force. */
  env: NodeJS.ProcessEnv;
}

/** Parses the environment, and settles where the data is. Throws with every bad variable. */
export function prepareSettings(): Settings {
  const env = parseEnv(process.env);
  const data = process.env.PROVISIONER_DATA ? path.resolve(env.PROVISIONER_DATA) : unsaidData();
  return {
    data,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    databaseUrl: env.DATABASE_URL,
    env: { ...process.env, PROVISIONER_DATA: data },
  };
}

function unsaidData(): string {
  const { folder, reason } = defaultDataFolder({
    project: process.cwd(),
    owner: postgresOwner(),
  });
  // On stderr: what `admin` writes to stdout is for programs.
  if (reason) process.stderr.write(`${reason}\n`);
  return folder;
}
