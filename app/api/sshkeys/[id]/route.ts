import { z } from 'zod';
import { apiRoute } from '@/app/_doors/api-route';
import { readSshKey } from '@/lib/hosts/ssh-keys/data';
import { deleteSshKey } from '@/lib/hosts/ssh-keys/mutations';
import { sshKey } from '@/lib/hosts/ssh-keys/schema';

const params = z.object({ id: z.string() });

export const GET = apiRoute({
  summary: 'One public key',
  permission: 'read',
  params,
  response: sshKey,
  handler: ({ actor, params: { id } }) => readSshKey({ actor, id }),
});

export const DELETE = apiRoute({
  summary: 'Remove a public key; hosts that are installed already keep it',
  permission: 'write',
  params,
  response: z.object({ id: z.uuid() }),
  handler: ({ actor, params: { id } }) => deleteSshKey({ actor, id }),
});
