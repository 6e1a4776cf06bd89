import { apiRoute } from '@/app/_doors/api-route';
import type { Actor } from '@/lib/auth/actor';
import { meView, profileInput } from '@/lib/auth/schema';
import { renameSelf } from '@/lib/auth/users/mutations';

export const GET = apiRoute({
  summary: 'Who you are, in which team and role',
  permission: 'read',
  response: meView,
  handler: async ({ actor }) => me(actor),
});

export const PATCH = apiRoute({
  summary: 'Change your name',
  permission: 'read',
  body: profileInput,
  status: 204,
  handler: ({ actor, body }) => renameSelf({ actor, name: body.name }),
});

function me(actor: Actor) {
  const { kind, id, name, role, teamId, teamName, owner } = actor;
  return { kind, id, name, role, team: { id: teamId, name: teamName, owner } };
}
