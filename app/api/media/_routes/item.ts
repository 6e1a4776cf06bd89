/** Routes of one medium: its bytes or its JSON, again, and away with it. */
import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { fileResponse } from '@/app/_doors/machine-route';
import { originOf } from '@/lib/auth/origin';
import { fileOfMedium } from '@/lib/boot/lane/media';
import { mediaBase, mediumFile, readMedium } from '@/lib/builds/media/data';
import { deleteMedium, rebuildMedium } from '@/lib/builds/media/mutations';
import {
  type MediaSegment,
  mediaSegments,
  mediumDetail,
  newMediumAnswer,
} from '@/lib/builds/media/schema';
import { wantsJsonNotBytes } from '@/lib/core/accept';

/** Any text: what is no id of ours is the id of nothing, and not a mistake of form. */
export const mediumParams = z.object({ id: z.string().max(200) });

/** The lane has answered the plain case before (docs/decisions/0088); here are JSON and refusals. */
export function readRoute(segment: MediaSegment) {
  const { noun } = mediaSegments[segment];
  return apiRoute({
    summary: `The bytes of one ${noun} build, for operators only where it holds a secret or an enrolment token; what is known of it when Accept asks for JSON, and not for bytes or everything too`,
    permission: 'read',
    params: mediumParams,
    query: z.object({
      /** One of its files; the one that is booted without. */
      file: z.string().max(200).optional(),
    }),
    response: mediumDetail,
    givesFile: true,
    handler: async ({ actor, params: { id }, query: { file }, request }) => {
      if (wantsJsonNotBytes(request.headers.get('accept'))) {
        const base = await mediaBase({ origin: originOf(request) });
        return readMedium({ actor, segment, id, base });
      }
      const found = await mediumFile({ actor, segment, id, file });
      return fileResponse(fileOfMedium(found), request);
    },
  });
}

export function deleteRoute(segment: MediaSegment) {
  const { noun } = mediaSegments[segment];
  return apiRoute({
    summary: `Delete one ${noun} build, with its files where nobody else needs them; while it is built this ends it for all who asked for the same`,
    permission: 'write',
    params: mediumParams,
    response: z.object({ id: z.uuid() }),
    handler: ({ actor, params: { id } }) => deleteMedium({ actor, segment, id }),
  });
}

export function rebuildRoute(segment: MediaSegment) {
  const { noun } = mediaSegments[segment];
  return apiRoute({
    summary: `Look again whether something newer is to be had for one ${noun} build`,
    permission: 'write',
    params: mediumParams,
    response: newMediumAnswer,
    status: 202,
    handler: async ({ actor, params: { id }, request }) => {
      const base = await mediaBase({ origin: originOf(request) });
      return rebuildMedium({ actor, segment, id, base });
    },
  });
}
