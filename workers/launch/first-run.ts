/** The one-time link that makes the first administrator. */
import { execa } from 'execa';

/**
 * The link while nobody has an account, else undefined. A process of its own works it out, so that
 * the launcher stays without Prisma and without connections.
 */
export async function firstRunLink(given: {
  /** Where the console is reached, such as `http://10.0.0.1:3000`. */
  address: string;
  env: NodeJS.ProcessEnv;
}): Promise<string | undefined> {
  const script = ['--import', 'tsx', 'workers/launch/print-setup-link.ts', given.address];
  const { stdout, failed } = await execa(process.execPath, script, {
    env: given.env,
    reject: false,
    timeout: 30_000,
  });
  return failed ? undefined : stdout.trim() || undefined;
}
