import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { deleteSecret, putSecret } from '@/lib/scripts/secrets/mutations';
import { secretName, secretValue, secretView } from '@/lib/scripts/secrets/schema';

export const PUT = apiRoute({
  summary: 'Store the value of a secret, in place of the one before; no route tells it again',
  permission: 'write',
  params: z.object({ name: secretName }),
  body: z.object({ value: secretValue }),
  response: secretView,
  handler: ({ actor, params: { name }, body: { value } }) => putSecret({ actor, name, value }),
});

export const DELETE = apiRoute({
  summary: 'Delete a secret that no script uses',
  permission: 'write',
  params: z.object({ name: z.string() }),
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params: { name } }) => deleteSecret({ actor, name }),
});
