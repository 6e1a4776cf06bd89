/** The person of the page or action that is being rendered. */
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Actor } from './actor';
import { accountOfSession, actorOfAccount, teamCookie } from './session';
import type { Account } from './users/schema';

/** The account that is signed in, or null; read once a rendering. */
export const currentAccount = cache(async (): Promise<Account | null> => {
  const jar = await cookies();
  return accountOfSession({
    cookies: { get: (name) => jar.get(name)?.value },
    headers: await headers(),
  });
});

/** The actor in the team that the browser chose, or null: nobody, or somebody without a team. */
export async function currentActor(): Promise<Actor | null> {
  const account = await currentAccount();
  if (!account) return null;
  const jar = await cookies();
  return actorOfAccount(account, jar.get(teamCookie)?.value);
}

/** The actor, for pages behind the sign-in; whoever is nobody is sent there. */
export async function requireActor(): Promise<Actor> {
  return (await currentActor()) ?? redirect('/sign-in');
}
