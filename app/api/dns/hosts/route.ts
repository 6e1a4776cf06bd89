import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { textAnswer } from '@/app/_doors/text';
import { sha256 } from '@/lib/core/secret';
import { hostsText } from '@/lib/network/follow';
import { changeNetwork } from '@/lib/network/mutations';

export const GET = apiRoute({
  summary: 'The names that people wrote, in hosts(5) syntax',
  permission: 'installation:read',
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ request }) => {
    const text = await hostsText();
    return textAnswer({ request, text, sha256: sha256(text) });
  },
});

export const PUT = apiRoute({
  summary:
    'Serve these names, in hosts(5) syntax; a line that cannot be used is told with its place',
  permission: 'installation:administer',
  body: z.strictObject({ hosts: z.string() }),
  response: z.string(),
  produces: 'text/plain',
  handler: async ({ actor, body, request }) => {
    await changeNetwork({ actor, change: { dns: { hosts: body.hosts } } });
    const text = await hostsText();
    return textAnswer({ request, text, sha256: sha256(text) });
  },
});
