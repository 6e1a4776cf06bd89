import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { originOf } from '@/lib/auth/origin';
import { mediaBase } from '@/lib/builds/media/data';
import { deleteLink, putLink } from '@/lib/builds/media/mutations';
import { linkAnswer, linkChange, linkName } from '@/lib/builds/media/schema';

export const PUT = apiRoute({
  summary:
    'Point a friendly link to a medium; it is open to everybody who guesses its name, so one that carries an enrolment token needs `public: true`',
  permission: 'write',
  params: z.object({ name: linkName }),
  body: linkChange,
  response: linkAnswer,
  handler: async ({ actor, params: { name }, body, request }) => {
    const base = await mediaBase({ origin: originOf(request) });
    return putLink({ actor, name, ...body, base });
  },
});

export const DELETE = apiRoute({
  summary: 'Delete a friendly link; the medium stays',
  permission: 'write',
  params: z.object({ name: z.string().max(200) }),
  response: z.object({ name: z.string() }),
  handler: ({ actor, params: { name } }) => deleteLink({ actor, name }),
});
