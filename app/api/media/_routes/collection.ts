/** Routes of all media of a collection: list, and ask for one. */
import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { originOf } from '@/lib/auth/origin';
import { listMedia, mediaBase } from '@/lib/builds/media/data';
import { requestMedium } from '@/lib/builds/media/mutations';
import {
  type MediaSegment,
  mediaQuery,
  mediaSegments,
  mediumAnswer,
  newMediumAnswer,
} from '@/lib/builds/media/schema';
import { specSchemas } from '@/lib/builds/specs';
import { mediumMediaTypes, readMediumBody } from './body';

/** Without specs, since a page of them may hold megabytes of scripts. */
export function listRoute(segment: MediaSegment) {
  const { kind, noun } = mediaSegments[segment];
  return apiRoute({
    summary: `The team's ${noun} builds, newest first`,
    permission: 'read',
    query: listQuery.omit({ search: true }).extend(mediaQuery.omit({ kind: true }).shape),
    response: z.array(mediumAnswer),
    handler: async ({ actor, query: { limit, cursor, ...wanted }, request }) => {
      const base = await mediaBase({ origin: originOf(request) });
      const page = { ...wanted, kind, limit: limit + 1, after: cursor };
      const rows = await listMedia({ actor, base, ...page });
      return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
    },
  });
}

/** Answers at once; the building goes on behind it. */
export function createRoute(segment: MediaSegment) {
  const { kind, noun } = mediaSegments[segment];
  return apiRoute({
    summary: `Ask for a build of the kind ${noun}; an equal one that is there, or on its way, is given`,
    permission: 'write',
    body: specSchemas[kind],
    readBody: readMediumBody(kind),
    consumes: mediumMediaTypes,
    response: newMediumAnswer,
    status: 202,
    handler: async ({ actor, body, request }) => {
      const base = await mediaBase({ origin: originOf(request) });
      return requestMedium({ actor, kind, spec: body, base });
    },
  });
}
