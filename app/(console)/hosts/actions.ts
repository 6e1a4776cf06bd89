'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { listHosts } from '@/lib/hosts/data';
import { hostsToInstall } from '@/lib/hosts/installs/bulk/data';
import { authoriseMany } from '@/lib/hosts/installs/bulk/mutations';
import { bulkInstall } from '@/lib/hosts/installs/bulk/schema';
import { authoriseInstall, cancelInstall, retryInstall } from '@/lib/hosts/installs/mutations';
import { authoriseInput } from '@/lib/hosts/installs/schema';
import { labelChange } from '@/lib/hosts/labels/schema';
import { createHost, deleteHosts, labelHosts, setProfile, updateHost } from '@/lib/hosts/mutations';
import { cancelRescue, orderRescue } from '@/lib/hosts/rescue/mutations';
import { rescueInput } from '@/lib/hosts/rescue/schema';
import { hostChange, hostQuery, newHost } from '@/lib/hosts/schema';
import { changeStrangers } from '@/lib/hosts/strangers/bulk/mutations';
import { acceptStranger } from '@/lib/hosts/strangers/mutations';
import { bulkMachines } from '@/lib/hosts/strangers/schema';
import { listScripts } from '@/lib/scripts/data';
import { csvOf } from './_list/csv';

const ids = z.array(z.uuid()).min(1).max(10_000);
const oneHost = z.object({ hostId: z.uuid() });
const wholeList = z.object({ query: hostQuery.omit({ limit: true, cursor: true, before: true }) });

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
  permission: 'write',
  input: z.object({ mac: z.string(), host: newHost }),
  handler: ({ actor, input }) => acceptStranger({ actor, mac: input.mac, input: input.host }),
});

export const bulkStrangersAction = action({
  permission: 'write',
  input: bulkMachines,
  handler: ({ actor, input }) => changeStrangers({ actor, input }),
});

export const labelHostsAction = action({
  permission: 'write',
  input: z.object({ ids, labels: labelChange }),
  handler: ({ actor, input }) => labelHosts({ actor, ...input }),
});

/** Ids of all hosts of a list, whatever page they are on. */
export const matchingHostsAction = action({
  permission: 'read',
  input: wholeList,
  handler: async ({ actor, input }) =>
    (await listHosts({ actor, ...input.query })).map(({ id }) => id),
});

export const exportHostsAction = action({
  permission: 'read',
  input: wholeList,
  handler: async ({ actor, input }) => csvOf(await listHosts({ actor, ...input.query })),
});

export const installAction = action({
  permission: 'write',
  input: oneHost.extend({ wish: authoriseInput }),
  handler: ({ actor, input }) =>
    authoriseInstall({ actor, hostId: input.hostId, input: input.wish }),
});

/** Names and profiles of hosts, for the question whether all of them are to be installed. */
export const hostsToInstallAction = action({
  permission: 'read',
  input: z.object({ ids }),
  handler: ({ actor, input }) => hostsToInstall({ actor, ids: input.ids }),
});

export const installManyAction = action({
  permission: 'write',
  input: bulkInstall,
  handler: ({ actor, input }) => authoriseMany({ actor, input }),
});

/** The last install once more, with its options. */
export const retryInstallAction = action({
  permission: 'write',
  input: oneHost,
  handler: ({ actor, input }) => retryInstall({ actor, hostId: input.hostId }),
});

export const cancelInstallAction = action({
  permission: 'write',
  input: oneHost,
  handler: ({ actor, input }) => cancelInstall({ actor, hostId: input.hostId }),
});

export const orderRescueAction = action({
  permission: 'write',
  input: oneHost.extend({ wish: rescueInput }),
  handler: async ({ actor, input }) => {
    await orderRescue({ actor, hostId: input.hostId, input: input.wish });
  },
});

export const cancelRescueAction = action({
  permission: 'write',
  input: oneHost,
  handler: async ({ actor, input }) => {
    await cancelRescue({ actor, hostId: input.hostId });
  },
});

/** The sub scripts that a host can be booted into. */
export const subScriptsAction = action({
  permission: 'read',
  input: z.object({}),
  handler: async ({ actor }) =>
    (await listScripts({ actor, kind: 'sub' })).map(({ id, title }) => ({ id, title })),
});
