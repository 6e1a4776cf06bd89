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

/** The actor, for pages behind the sign-in; whoever is nobody is sent there, and back afterwards. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (actor) return actor;
  // server.ts tells the path; `_rsc` is Next's own, for a page that was asked for by another.
  const asked = new URL((await headers()).get('x-asked-path') ?? '/', 'http://here');
  asked.searchParams.delete('_rsc');
  const to = asked.pathname + asked.search;
  redirect(to === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(to)}`);
}
