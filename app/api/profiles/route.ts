import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { cutPage, listAnswer, listQuery } from '@/app/_doors/listing';
import { listProfiles } from '@/lib/hosts/profiles/data';
import { createProfile } from '@/lib/hosts/profiles/mutations';
import { newProfile, profileDetail } from '@/lib/hosts/profiles/schema';

export const GET = apiRoute({
  summary: "The team's profiles by name",
  permission: 'read',
  query: listQuery,
  response: z.array(profileDetail),
  handler: async ({ actor, query: { search, limit, cursor }, request }) => {
    const rows = await listProfiles({ actor, search, limit: limit + 1, after: cursor });
    return listAnswer({ request, ...cutPage({ rows, limit, cursorOf: ({ id }) => id }) });
  },
});

export const POST = apiRoute({
  summary: 'Make a profile',
  permission: 'write',
  body: newProfile,
  response: profileDetail,
  status: 201,
  handler: ({ actor, body }) => createProfile({ actor, input: body }),
});
