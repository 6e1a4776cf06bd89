/** Routes of a script's revisions: list, read, restore. */
import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { textAnswer } from '@/app/_doors/text';
import { wantsJson } from '@/lib/core/accept';
import { listRevisions, mainScriptId, readRevision } from '@/lib/scripts/data';
import { restoreRevision } from '@/lib/scripts/mutations';
import { scriptNotFound } from '@/lib/scripts/refusals';
import { kindFacts, revisionSummary, type ScriptKind, scriptDetail } from '@/lib/scripts/schema';

const params = z.object({
  /** Missing for the main script, of which there is one. */
  id: z.string().optional(),
  number: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
});

/** The id that a path names. */
async function idOf(kind: ScriptKind, id: string | undefined): Promise<string> {
  const found = kind === 'main' ? await mainScriptId() : id;
  if (!found) throw scriptNotFound(kind);
  return found;
}

export function revisionsRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `The revisions of a ${kindFacts[kind].noun}, newest first, without their texts`,
    permission: 'read',
    params: params.omit({ number: true }),
    response: z.array(revisionSummary),
    handler: async ({ actor, params: { id } }) =>
      listRevisions({ actor, kind, id: await idOf(kind, id) }),
  });
}

export function revisionRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `A revision of a ${kindFacts[kind].noun} as text; JSON when Accept asks for it`,
    permission: 'read',
    params,
    response: z.string(),
    produces: 'text/plain',
    handler: async ({ actor, params: { id, number }, request }) => {
      const revision = await readRevision({ actor, kind, id: await idOf(kind, id), number });
      if (wantsJson(request.headers.get('accept'))) return revision;
      return textAnswer({ request, text: revision.text, sha256: revision.sha256 });
    },
  });
}

export function restoreRoute(kind: ScriptKind) {
  return apiRoute({
    summary: `Make an old revision of a ${kindFacts[kind].noun} the newest again`,
    permission: kind === 'main' ? 'installation:administer' : 'write',
    params,
    body: z.object({ baseRevision: z.int().min(1).optional() }).prefault({}),
    response: scriptDetail,
    handler: async ({ actor, params: { id, number }, body: { baseRevision } }) =>
      restoreRevision({ actor, kind, id: await idOf(kind, id), number, baseRevision }),
  });
}
