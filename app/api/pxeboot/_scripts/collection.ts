/** Routes of all scripts of a kind: list and create. */
import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { readScriptBody, scriptMediaTypes } from '@/app/_doors/script-body';
import { listScripts } from '@/lib/scripts/data';
import { createScript } from '@/lib/scripts/mutations';
import {
  kindFacts,
  newScript,
  type ScriptKind,
  scriptDetail,
  scriptSummary,
} from '@/lib/scripts/schema';

/** The scripts of a kind, by title, without their texts. */
export function listRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `The team's ${kindFacts[kind].noun}s by title, without their texts`,
    permission: 'read',
    query: listQuery,
    response: z.array(scriptSummary),
    handler: async ({ actor, query: { search, limit, cursor }, request }) => {
      const rows = await listScripts({ actor, kind, search, limit: limit + 1, after: cursor });
      return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
    },
  });
}

/** Makes a script of a kind. */
export function createRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `Make a ${kindFacts[kind].noun}`,
    permission: 'write',
    body: newScript,
    readBody: readScriptBody('text'),
    consumes: scriptMediaTypes,
    response: scriptDetail,
    status: 201,
    handler: ({ actor, body }) => createScript({ actor, kind, input: body }),
  });
}
