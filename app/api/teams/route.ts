import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { teamInput, teamView } from '@/lib/auth/schema';
import { listTeams } from '@/lib/auth/teams/data';
import { createTeam } from '@/lib/auth/teams/mutations';

export const GET = apiRoute({
  summary: 'The teams that you see: your own; all, for administrators of the owning team',
  permission: 'read',
  response: z.array(teamView),
  handler: ({ actor }) => listTeams({ actor }),
});

export const POST = apiRoute({
  summary: 'Make a team',
  permission: 'installation:administer',
  body: teamInput,
  response: teamView,
  status: 201,
  handler: ({ actor, body }) => createTeam({ actor, name: body.name }),
});
