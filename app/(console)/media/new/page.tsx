import type { Metadata } from 'next';
import { Heading } from '@/app/_ui/heading';
import { Notice } from '@/app/_ui/status';
import { type Actor, may } from '@/lib/auth/actor';
import { requireActor } from '@/lib/auth/current';
import { readBuild } from '@/lib/builds/data';
import { isMediaKind } from '@/lib/builds/media/schema';
import { isAppError } from '@/lib/core/errors';
import { groundOf } from '../_wizard/ground';
import { choicesOf } from '../_wizard/spec';
import { type LikeThis, Wizard } from '../_wizard/wizard';

export const metadata: Metadata = { title: 'New boot medium' };

export default async function NewMediumPage({
  searchParams,
}: {
  searchParams: Promise<{ like?: string }>;
}) {
  const actor = await requireActor();
  const { like } = await searchParams;
  const ground = await groundOf({ actor });
  return (
    <>
      <Heading
        title="New boot medium"
        note="One choice a step. What is chosen stays in this browser until it is built."
      />
      {may(actor, 'write') ? (
        <Wizard
          // Another team's choices begin anew: its tokens, scripts and secrets are others.
          key={actor.teamId}
          whose={`${actor.teamId}:${actor.id}`}
          ground={ground}
          like={like ? await likeThis({ actor, id: like, published: ground.published }) : null}
        />
      ) : (
        <Notice meaning="none">
          You may look at media, and not make any: ask for the role operator.
        </Notice>
      )}
    </>
  );
}

/** The choices of another medium, to begin with; null when it is gone. */
async function likeThis(given: {
  actor: Actor;
  id: string;
  published: string | null;
}): Promise<LikeThis | null> {
  const { actor, id, published } = given;
  try {
    const { kind, spec } = await readBuild({ actor, id });
    if (!isMediaKind(kind)) return null;
    return { id, choices: choicesOf({ kind, spec: spec as object }, published) };
  } catch (error) {
    if (isAppError(error) && error.class === 'notFound') return null;
    throw error;
  }
}
