import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readScriptBody, scriptMediaTypes } from '@/app/_doors/script-body';
import { textAnswer } from '@/app/_doors/text';
import { wantsJson } from '@/lib/core/accept';
import { changeNetwork } from '@/lib/network/mutations';
import { domainName, interfaceName } from '@/lib/network/schema';
import { readMainScript } from '@/lib/scripts/data';
import { saveMainScript } from '@/lib/scripts/mutations';
import { mainScriptText, scriptChange } from '@/lib/scripts/schema';
import { awaitPublication } from './await-publication';

export const GET = apiRoute({
  summary: 'The main script as text; JSON when Accept asks for it',
  permission: 'installation:read',
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ actor, request }) => {
    const script = await readMainScript({ actor });
    if (wantsJson(request.headers.get('accept'))) return script;
    return textAnswer({ request, text: script.text, sha256: script.sha256 });
  },
});

export const PUT = apiRoute({
  summary: 'Keep the main script, and answer it once the bootloaders with it are published',
  permission: 'installation:administer',
  body: scriptChange.pick({ baseRevision: true, message: true }).extend({
    script: mainScriptText,
    /** The interface that machines are plugged into. */
    interface: interfaceName.nullish(),
    domain: domainName.nullish(),
  }),
  readBody: readScriptBody('script'),
  consumes: scriptMediaTypes,
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ actor, body, request }) => {
    const { script: text, baseRevision, message } = body;
    if (body.interface || body.domain) {
      const change = {
        interface: body.interface ?? undefined,
        domain: body.domain ?? undefined,
      };
      await changeNetwork({ actor, change });
    }
    const saved = await saveMainScript({ actor, text, baseRevision, message });
    await awaitPublication({ script: saved, signal: request.signal });
    return textAnswer({ request, text, sha256: saved.sha256 });
  },
});
