/** Makes the first administrator, once. */
import { db } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { systemActor } from '../actor';
import { audit } from '../audit';
import { hashPassword } from '../password';
import { createUser } from '../users/mutations';

/** Any constant: who holds it is the only one that sets up. */
const setupLock = 4_871_223;

/**
 * Makes the first administrator and the owning team, in one transaction that
 * only one of many racers can win. Throws ERR_ALREADY_SET_UP to the others.
 */
export async function createFirstAdministrator(given: {
  name: string;
  email: string;
  password: string;
  team: string;
}): Promise<{ userId: string; teamId: string }> {
  const { name, email, team } = given;
  const passwordHash = await hashPassword(given.password);
  return db().$transaction(async (store) => {
    await store.$executeRaw`SELECT pg_advisory_xact_lock(${setupLock})`;
    if (await store.user.findFirst({ select: { id: true } })) throw alreadySetUp();
    const userId = await createUser({ store, name, email, passwordHash });
    const { id: teamId } = await store.team.upsert({
      where: { name: team },
      create: { name: team, owner: true },
      update: { owner: true },
      select: { id: true },
    });
    await store.membership.create({ data: { userId, teamId, role: 'administrator' } });
    await audit({ actor: systemActor, action: 'setup.done', subject: email, store });
    return { userId, teamId };
  });
}

function alreadySetUp(): AppError {
  return new AppError({
    class: 'gone',
    code: 'ERR_ALREADY_SET_UP',
    message:
      'This installation is set up already. Sign in, or ask an administrator for an invitation.',
  });
}
