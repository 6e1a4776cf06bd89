/**
 * What viewers are not given though they may read their team's builds: media
 * that hold a secret or an enrolment token, which viewers are not shown
 * anywhere else either (docs/decisions/0087). Pure.
 */
import { type Actor, may } from '@/lib/auth/actor';

/** Why the actor gets neither the bytes nor an address of them, as a sentence; null when he does. */
export function withheldFrom(given: {
  actor: Actor;
  build: { closed: boolean; enrolmentId: string | null };
}): string | null {
  const { actor, build } = given;
  if ((!build.closed && build.enrolmentId === null) || may(actor, 'write')) return null;
  const what = build.closed ? 'the key of a client certificate' : 'an enrolment token';
  return `It holds ${what}, so fetching it needs the role operator in this team; you are ${actor.role} in ${actor.teamName}.`;
}
