import { apiRoute } from '@/app/_doors/api-route';
import { passwordInput } from '@/lib/auth/schema';
import { changeOwnPassword } from '@/lib/auth/users/mutations';

export const PUT = apiRoute({
  summary: 'Change your password; ends all of your sessions',
  permission: 'read',
  body: passwordInput,
  status: 204,
  handler: ({ actor, body }) => changeOwnPassword({ actor, ...body }),
});
