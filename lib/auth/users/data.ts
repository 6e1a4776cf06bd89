/** Reads of users. */
import { db } from '@/lib/core/db';
import { isUuid } from '@/lib/core/ids';
import type { Prisma } from '@/prisma/generated/client';
import type { Account } from './schema';

const memberships = {
  select: { role: true, team: { select: { id: true, name: true, owner: true } } },
  orderBy: [{ team: { owner: 'desc' } }, { team: { name: 'asc' } }],
} satisfies Prisma.User$membershipsArgs;

/** An account with its memberships as they are now, or null. */
export async function readAccount(id: string): Promise<Account | null> {
  if (!isUuid(id)) return null;
  const row = await db().user.findUnique({
    where: { id },
    select: { id: true, email: true, name: true, tokenVersion: true, memberships },
  });
  if (!row) return null;
  return {
    ...row,
    memberships: row.memberships.map(({ role, team }) => ({
      teamId: team.id,
      teamName: team.name,
      role,
      owner: team.owner,
    })),
  };
}

/** What sign-in needs: the hash is for `passwordMatches` only. */
export async function readCredentials(email: string) {
  return db().user.findUnique({
    where: { email },
    select: { id: true, email: true, name: true, tokenVersion: true, passwordHash: true },
  });
}

/** True while nobody has an account: the installation is not set up. */
export async function hasNoUsers(): Promise<boolean> {
  return (await db().user.findFirst({ select: { id: true } })) === null;
}

/** Every user, for the command line. */
export async function listUsers() {
  const rows = await db().user.findMany({
    orderBy: { email: 'asc' },
    select: { id: true, email: true, name: true, lastSignInAt: true, memberships },
  });
  return rows.map(({ memberships: all, ...user }) => ({
    ...user,
    teams: all.map(({ role, team }) => ({ name: team.name, role })),
  }));
}
