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

/** `s3://bucket/prefix`; the prefix may be left out. */
const bucket = z
  .string()
  .regex(
    /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/\w[\w.-]*)*\/?$/,
    'must look like s3://bucket or s3://bucket/prefix',
  );

/** What git fetches from, or a folder; lib/builds/sources/location.ts has the rules in full. */
const sourceLocation = z
  .string()
  .regex(
    /^(\/|(https?|ssh|git|file):\/\/|[\w.-]+@[\w.-]+:)/,
    'must be an absolute path of a folder, or a git URL such as https://github.com/ipxe/ipxe.git',
  );

const fields = z.object({
  DATABASE_URL: z.string().min(1).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  PROVISIONER_DATA: z.string().min(1).default(path.join(process.cwd(), 'data')),
  PUBLIC_URL: url.optional(),
  PROVISIONER_ADMIN_EMAIL: z.email().optional(),
  PROVISIONER_ADMIN_PASSWORD: z.string().min(10).optional(),
  PROVISIONER_SECRET: z.string().min(32).optional(),
  ARTIFACT_STORE: bucket.optional(),
  S3_ENDPOINT: url.optional(),
  S3_REGION: z.string().min(1).default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
  IPXE_SOURCE: sourceLocation.default('https://github.com/ipxe/ipxe.git'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
});

const schema = fields.superRefine((given, context) => {
  if (!given.ARTIFACT_STORE) return;
  for (const name of ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const) {
    if (given[name]) continue;
    const message = 'must be set, because ARTIFACT_STORE names a bucket';
    context.addIssue({ code: 'custom', path: [name], message });
  }
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
  const hidden =
    /^(DATABASE_URL|PROVISIONER_|NEXTAUTH_|NODE_OPTIONS|ARTIFACT_STORE|S3_|AWS_|IPXE_SOURCE)/;
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !hidden.test(entry[0]),
  );
  return { ...Object.fromEntries(kept), ...extra };
}
