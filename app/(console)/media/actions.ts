'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { createEnrolment } from '@/lib/auth/enrolments/mutations';
import { mediaKinds } from '@/lib/builds/builder';
import { deleteLink, deleteMedium, putLink } from '@/lib/builds/media/mutations';
import { linkName } from '@/lib/builds/media/schema';
import { cancelBuild, rebuild, requestBuild } from '@/lib/builds/mutations';
import { isAppError } from '@/lib/core/errors';
import { readScript } from '@/lib/scripts/data';

import { origin } from './_rest/origin';

/** So many rows does one choose in a list. */
const chosenLimit = 1_000;

const byId = z.object({ id: z.uuid() });

/** Milliseconds. */
const day = 24 * 60 * 60 * 1000;

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

export const createEnrolmentAction = action({
  permission: 'write',
  input: z.object({
    name: z.string(),
    days: z
      .number('must be a number of days')
      .int('must be a whole number of days')
      .min(1, 'must be at least one day')
      .max(3650, 'must be ten years at most')
      .nullable(),
  }),
  handler: async ({ actor, input: { name, days } }) => {
    const expiresAt = days === null ? null : new Date(Date.now() + days * day).toISOString();
    const made = await createEnrolment({ actor, input: { name, expiresAt } });
    return { id: made.id, name: made.name, expiresAt: made.expiresAt };
  },
});

/** Deletes what may go; the others come back, each with the reason. */
export const deleteMediaAction = action({
  permission: 'write',
  input: z.object({
    media: z
      .array(z.object({ id: z.uuid(), title: z.string() }))
      .min(1)
      .max(chosenLimit),
  }),
  handler: async ({ actor, input: { media } }) => {
    const refused: ((typeof media)[number] & { reason: string })[] = [];
    for (const medium of media) {
      try {
        await deleteMedium({ actor, id: medium.id });
      } catch (error) {
        if (!isAppError(error)) throw error;
        // Somebody else deleted it meanwhile: that is what was asked for.
        if (error.class !== 'notFound') refused.push({ ...medium, reason: error.message });
      }
    }
    return { deleted: media.length - refused.length, refused };
  },
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

export const putLinkAction = action({
  permission: 'write',
  input: z.object({ name: linkName, medium: z.uuid() }),
  handler: async ({ actor, input }) => putLink({ actor, ...input, base: await origin() }),
});

export const deleteLinkAction = action({
  permission: 'write',
  input: z.object({ name: linkName }),
  handler: ({ actor, input }) => deleteLink({ actor, ...input }),
});
