import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { teamInput, teamView } from '@/lib/auth/schema';
import { readTeam } from '@/lib/auth/teams/data';
import { deleteTeam, renameTeam } from '@/lib/auth/teams/mutations';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One team',
  permission: 'read',
  params,
  response: teamView,
  handler: ({ actor, params }) => readTeam({ actor, id: params.id }),
});

export const PATCH = apiRoute({
  summary: 'Give a team another name',
  permission: 'administer',
  params,
  body: teamInput,
  response: teamView,
  handler: ({ actor, params, body }) => renameTeam({ actor, id: params.id, name: body.name }),
});

export const DELETE = apiRoute({
  summary: 'Delete a team that has no hosts',
  permission: 'installation:administer',
  params,
  status: 204,
  handler: ({ actor, params }) => deleteTeam({ actor, id: params.id }),
});
