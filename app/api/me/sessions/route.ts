import { apiRoute } from '@/app/_doors/api-route';
import { endOwnSessions } from '@/lib/auth/users/mutations';

export const DELETE = apiRoute({
  summary: 'End all of your sessions, everywhere',
  permission: 'read',
  status: 204,
  handler: ({ actor }) => endOwnSessions({ actor }),
});
