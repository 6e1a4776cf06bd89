'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { authoriseInstall, cancelInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { createHost, deleteHosts, setProfile, updateHost } from '@/lib/hosts/mutations';
import { hostChange, newHost } from '@/lib/hosts/schema';
import { acceptStranger, rejectStranger } from '@/lib/hosts/strangers/mutations';

const ids = z.array(z.uuid()).min(1).max(1_000);

export const createHostAction = action({
  permission: 'write',
  input: newHost,
  handler: ({ actor, input }) => createHost({ actor, input }),
});

export const updateHostAction = action({
  permission: 'write',
  input: z.object({ id: z.uuid(), change: hostChange }),
  handler: ({ actor, input }) => updateHost({ actor, id: input.id, input: input.change }),
});

export const deleteHostsAction = action({
  permission: 'write',
  input: z.object({ ids }),
  handler: ({ actor, input }) => deleteHosts({ actor, ids: input.ids }),
});

export const setProfileAction = action({
  permission: 'write',
  input: z.object({ ids, profileId: z.uuid().nullable() }),
  handler: ({ actor, input }) => setProfile({ actor, ...input }),
});

export const acceptStrangerAction = action({
  permission: 'installation:operate',
  input: z.object({ mac: z.string(), host: newHost }),
  handler: ({ actor, input }) => acceptStranger({ actor, mac: input.mac, input: input.host }),
});

export const rejectStrangerAction = action({
  permission: 'installation:operate',
  input: z.object({ mac: z.string() }),
  handler: ({ actor, input }) => rejectStranger({ actor, mac: input.mac }),
});

export const installAction = action({
  permission: 'write',
  input: z.object({ hostId: z.uuid(), wish: authoriseInput }),
  handler: ({ actor, input }) =>
    authoriseInstall({ actor, hostId: input.hostId, input: input.wish }),
});

export const cancelInstallAction = action({
  permission: 'write',
  input: z.object({ hostId: z.uuid() }),
  handler: ({ actor, input }) => cancelInstall({ actor, hostId: input.hostId }),
});
