import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listSshKeys } from '@/lib/hosts/ssh-keys/data';
import { createSshKey } from '@/lib/hosts/ssh-keys/mutations';
import { newSshKey, sshKey } from '@/lib/hosts/ssh-keys/schema';

export const GET = apiRoute({
  summary: 'Public keys that the hosts installed for this team let in',
  permission: 'read',
  query: listQuery.omit({ search: true }),
  response: z.array(sshKey),
  handler: async ({ actor, query: { limit, cursor }, request }) => {
    const rows = await listSshKeys({ actor, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});

export const POST = apiRoute({
  summary: 'Add a public key, as it stands in a .pub file',
  permission: 'write',
  body: newSshKey,
  response: sshKey,
  status: 201,
  handler: ({ actor, body }) => createSshKey({ actor, input: body }),
});
