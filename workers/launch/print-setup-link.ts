/** Prints the set-up link while there is one to print: `print-setup-link.ts ADDRESS`. */
import { setupLink } from '@/lib/auth/setup';
import { closeDatabase } from '@/lib/core/db';

const link = await setupLink(process.argv[2] ?? '');
if (link) process.stdout.write(`${link}\n`);
await closeDatabase();
