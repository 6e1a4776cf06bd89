'use server';

import { z } from 'zod';
import { action } from '@/app/_doors/action';
import { enqueue } from '@/lib/jobs/enqueue';
import { previewNetwork } from '@/lib/network/data';
import { lookUp } from '@/lib/network/lookup';
import { changeNetwork, switchDns, switchPxe } from '@/lib/network/mutations';
import { interfaceName, networkChange } from '@/lib/network/schema';

export const changeNetworkAction = action({
  permission: 'installation:administer',
  input: networkChange,
  handler: ({ actor, input }) => changeNetwork({ actor, change: input }),
});

export const previewNetworkAction = action({
  permission: 'installation:read',
  input: networkChange,
  handler: ({ actor, input }) => previewNetwork({ actor, change: input }),
});

export const switchServiceAction = action({
  permission: 'installation:operate',
  input: z.object({ part: z.enum(['pxe', 'dns']), on: z.boolean() }),
  handler: ({ actor, input }) =>
    input.part === 'pxe' ? switchPxe({ actor, on: input.on }) : switchDns({ actor, on: input.on }),
});

export const lookUpAction = action({
  permission: 'installation:read',
  input: z.object({ domain: z.string().trim().min(1).max(253), server: z.string().trim().min(1) }),
  handler: ({ input }) => lookUp({ domain: input.domain, dnsServer: input.server }),
});

/**
 * Asks for other DHCP servers on one interface. Only when a person points at
 * it: nothing is sent on a network that nobody has chosen.
 */
export const probeInterfaceAction = action({
  permission: 'installation:administer',
  input: z.object({ name: interfaceName }),
  handler: async ({ input }) => {
    await enqueue('probe-network', { interfaces: [input.name] });
  },
});
