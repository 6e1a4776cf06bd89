/**
 * `prisma db seed`, for a database that somebody makes by Prisma's own
 * commands: the administrator that the environment names, and the ready
 * scripts for every team. The product does both by itself.
 */
import { systemActor } from '@/lib/auth/actor';
import { ensureFirstAdministrator } from '@/lib/auth/setup';
import { listTeams } from '@/lib/auth/teams/data';
import { closeDatabase } from '@/lib/core/db';
import { seedLibrary } from '@/lib/scripts/library/seed';

await ensureFirstAdministrator();
for (const { id, name, owner } of await listTeams({ actor: systemActor })) {
  const added = await seedLibrary({ teamId: id, owner });
  process.stdout.write(`${name}: ${added} scripts added\n`);
}
await closeDatabase();
