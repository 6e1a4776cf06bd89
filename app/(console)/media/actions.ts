'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { mediaKinds } from '@/lib/builds/builder';
import { deleteLink, deleteMedium, putLink } from '@/lib/builds/media/mutations';
import { linkChange, linkName } from '@/lib/builds/media/schema';
import { cancelBuild, rebuild, requestBuild } from '@/lib/builds/mutations';
import { isAppError } from '@/lib/core/errors';
import { readScript } from '@/lib/scripts/data';

import { mediaOfOneRequest } from './_list/in-pieces';
import { origin } from './_rest/origin';

const byId = z.object({ id: z.uuid() });

/** Of a list, a piece of what was chosen. */
const chosen = z.object({
  media: z
    .array(z.object({ id: z.uuid(), title: z.string() }))
    .min(1)
    .max(mediaOfOneRequest),
});
type Chosen = z.infer<typeof chosen>['media'];

export const requestMediumAction = action({
  permission: 'write',
  input: z.object({ kind: z.enum(mediaKinds), spec: z.record(z.string(), z.unknown()) }),
  handler: async ({ actor, input }) => {
    const { id } = await requestBuild({ actor, ...input, fieldsAt: 'top' });
    return { id };
  },
});

/** The newest text of a sub script, to be copied. */
export const subScriptTextAction = action({
  permission: 'read',
  input: z.object({ id: z.uuid() }),
  handler: async ({ actor, input }) => {
    const { id, title, revision, text } = await readScript({ actor, kind: 'sub', id: input.id });
    return { id, title, revision, text };
  },
});

/** Deletes what may go; the others come back, each with the reason. */
export const deleteMediaAction = action({
  permission: 'write',
  input: chosen,
  handler: ({ actor, input }) =>
    refusedOf(input.media, async ({ id }) => {
      try {
        await deleteMedium({ actor, id });
      } catch (error) {
        // Somebody else deleted it meanwhile: that is what was asked for.
        if (!isAppError(error) || error.class !== 'notFound') throw error;
      }
    }),
});

export const cancelMediumAction = action({
  permission: 'write',
  input: byId,
  handler: async ({ actor, input }) => {
    await cancelBuild({ actor, ...input });
  },
});

/** Looks for newer parts, and makes the same from them. */
export const rebuildMediumAction = action({
  permission: 'write',
  input: byId,
  handler: async ({ actor, input }) => {
    const { id } = await rebuild({ actor, ...input });
    return { id };
  },
});

/** The same for several; those that cannot be built come back, each with the reason. */
export const rebuildMediaAction = action({
  permission: 'write',
  input: chosen,
  handler: ({ actor, input }) =>
    refusedOf(input.media, async ({ id }) => {
      await rebuild({ actor, id });
    }),
});

export const putLinkAction = action({
  permission: 'write',
  input: linkChange.extend({ name: linkName }),
  handler: async ({ actor, input }) => putLink({ actor, ...input, base: await origin() }),
});

export const deleteLinkAction = action({
  permission: 'write',
  input: z.object({ name: linkName }),
  handler: ({ actor, input }) => deleteLink({ actor, ...input }),
});

/** Does it to one after the other. What is refused stops none of the others. */
async function refusedOf(media: Chosen, act: (medium: Chosen[number]) => Promise<void>) {
  const refused: (Chosen[number] & { reason: string })[] = [];
  for (const medium of media) {
    try {
      await act(medium);
    } catch (error) {
      if (!isAppError(error)) throw error;
      refused.push({ ...medium, reason: error.message });
    }
  }
  return { refused };
}
