/**
 * What of the agent can be chosen.
 *
 * - **agent**: our in-RAM Linux: a kernel (`vmlinuz`) and an initial RAM file
 *   system (`initrd.img`) that a boot loader loads over the network.
 */
import { z } from 'zod';

export const agentSpec = z.strictObject({
  arch: z.literal('amd64').default('amd64'),
  /** Codename whose kernel and programs are used; this machine's own when unset. */
  release: z
    .string()
    .regex(/^[a-z]{2,20}$/, 'must be a codename such as bookworm')
    .optional(),
});
export type AgentSpec = z.infer<typeof agentSpec>;

/** Names of the files in the artifact. */
export const agentFiles = { kernel: 'vmlinuz', initrd: 'initrd.img' } as const;
