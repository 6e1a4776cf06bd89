/**
 * `npm run admin -- …`: accounts, teams and tokens from the terminal of the
 * machine, while the product runs and while it does not. The launcher finds
 * or starts the database and sets DATABASE_URL.
 *
 * What a program would read goes to stdout, everything else to stderr. Exit
 * codes: 0 done, 1 refused, 2 not understood.
 */
import { closeDatabase } from '@/lib/core/db';
import { isAppError, reasonOf } from '@/lib/core/errors';
import { findCommand, NotUnderstood } from './admin/command-line';
import { usage } from './admin/usage';

async function main(words: string[]): Promise<number> {
  if (words.length === 0 || words.includes('--help') || words.includes('-h')) {
    process.stderr.write(usage);
    return words.length === 0 ? 2 : 0;
  }
  try {
    const lines = await findCommand(words)();
    for (const line of lines) process.stdout.write(`${line}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    if (error instanceof NotUnderstood) process.stderr.write(`\n${usage}`);
    else if (!isAppError(error)) process.stderr.write(`${(error as Error).stack}\n`);
    return error instanceof NotUnderstood ? 2 : 1;
  } finally {
    await closeDatabase().catch(() => {});
  }
}

process.exitCode = await main(process.argv.slice(2));
