/**
 * Every setting that comes from the environment, read here and nowhere else.
 * The list in the README is this list.
 */
import path from 'node:path';
import { z } from 'zod';

const url = z
  .string()
  .regex(/^https?:\/\/[^\s/]+$/, 'must look like http://10.0.0.1:3000, without a path')
  .transform((value) => value.replace(/\/+$/, ''));

const schema = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  PROVISIONER_DATA: z.string().min(1).default(path.join(process.cwd(), 'data')),
  PUBLIC_URL: url.optional(),
  PROVISIONER_ADMIN_EMAIL: z.email().optional(),
  PROVISIONER_ADMIN_PASSWORD: z.string().min(10).optional(),
  PROVISIONER_SECRET: z.string().min(32).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
});

export type Env = z.infer<typeof schema>;

/**
 * Parses the environment. Throws one Error that names every bad variable.
 * Empty strings count as unset.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These environment variables are wrong:\n${lines.join('\n')}`);
}

let parsed: Env | undefined;

/** The settings of this process, parsed at the first call. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** A path inside the data folder. */
export function dataPath(...parts: string[]): string {
  return path.resolve(env().PROVISIONER_DATA, ...parts);
}

/** The environment that child programs inherit: ours, without our secrets. */
export function childEnvironment(extra: Record<string, string> = {}): Record<string, string> {
  const hidden = /^(DATABASE_URL|PROVISIONER_|NEXTAUTH_|NODE_OPTIONS)/;
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !hidden.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}
