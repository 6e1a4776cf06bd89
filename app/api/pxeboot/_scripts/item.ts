/** Routes of one script: its text for machines, JSON for programs, change and delete. */
import { z } from 'zod';
import { apiRoute, unauthenticated } from '@/app/_doors/api-route';
import { machineRoute } from '@/app/_doors/machine-route';
import { readScriptBody, scriptMediaTypes } from '@/app/_doors/script-body';
import { textAnswer } from '@/app/_doors/text';
import { demand } from '@/lib/auth/actor';
import { wantsJson } from '@/lib/core/accept';
import { readScript, readText } from '@/lib/scripts/data';
import { deleteScript, saveScript } from '@/lib/scripts/mutations';
import { kindFacts, type ScriptKind, scriptChange, scriptDetail } from '@/lib/scripts/schema';

const params = z.object({ id: z.string() });

/**
 * The text, byte for byte, to whoever knows the id: machines have no session
 * (docs/decisions/0020). A template is rendered (0068). With `Accept: application/json` it is JSON, for
 * those who may read.
 */
export function readRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `The text of a ${kindFacts[kind].noun}; JSON when Accept asks for it`,
    permission: null,
    params,
    /** A machine gets the revision that its installation has pinned. */
    query: z.object({
      revision: z.coerce
        .number()
        .int()
        .min(1)
        .max(2 ** 31 - 1)
        .optional(),
      /** A template is rendered for the host of this MAC; for nobody where it is left out. */
      mac: z.string().max(40).optional(),
    }),
    response: z.string(),
    produces: 'text/plain',
    handler: async ({ actor, params: { id }, query: { revision }, request }) => {
      if (!wantsJson(request.headers.get('accept'))) {
        const found = await readText({ kind, id, revision });
        // What a template becomes depends on who asks, so the door of machines answers.
        return found.template ? machineRoute(request) : textAnswer({ request, ...found });
      }
      if (!actor) throw unauthenticated();
      demand(actor, 'read');
      return readScript({ actor, kind, id });
    },
  });
}

export function changeRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `Change title or text of a ${kindFacts[kind].noun}; a new text is a new revision`,
    permission: 'write',
    params,
    body: scriptChange,
    readBody: readScriptBody('text'),
    consumes: scriptMediaTypes,
    response: scriptDetail,
    handler: ({ actor, params: { id }, body }) => saveScript({ actor, kind, id, change: body }),
  });
}

export function deleteRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `Delete a ${kindFacts[kind].noun} that nothing uses`,
    permission: 'write',
    params,
    response: z.object({ id: z.uuid() }),
    handler: ({ actor, params: { id } }) => deleteScript({ actor, kind, id }),
  });
}
