import { headers } from 'next/headers';
import type { Actor } from '@/lib/auth/actor';
import { explainHost } from '@/lib/boot/explain';
import { Explained } from '../_explain/explained';

/** What this host's machine would get, and why. */
export async function Explanation({ actor, hostId }: { actor: Actor; hostId: string }) {
  const host = (await headers()).get('host') ?? undefined;
  return <Explained explained={await explainHost({ actor, hostId, host })} />;
}
