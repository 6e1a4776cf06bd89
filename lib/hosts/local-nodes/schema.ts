/**
 * Local nodes: systems that said where they are after their installation.
 *
 * Glossary.
 * node: one such system; of a host where it was installed by us, else put in
 *   by a person or a program.
 * registered: the last time that it told, or was told, its address.
 * address: the one that it is reached by; `addresses` are all that it has.
 * reachable: an SSH server greeted at that address when it was last knocked
 *   at. Nothing but that address, port 22, is ever tried.
 */
import { z } from 'zod';
import { nodeAddressProblem } from './address';

const controlCharacter = /\p{Cc}/u;
const addressesLimit = 64;

const line = (limit: number) =>
  z
    .string()
    .trim()
    .max(limit, `At most ${limit} characters.`)
    .refine((value) => value.isWellFormed() && !controlCharacter.test(value), {
      message: 'Control characters and line breaks are not allowed here.',
    });

/** A name as a person writes it: a host name, with or without its domain. */
const nodeName = line(253)
  .toLowerCase()
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, {
    message: 'Only letters, digits, hyphens and dots, as in a host name.',
  });

const nodeAddress = z
  .string()
  .trim()
  .toLowerCase()
  .superRefine((address, context) => {
    const message = nodeAddressProblem(address);
    if (message) context.addIssue({ code: 'custom', message });
  });

const keyPrint = line(200);

/** Body of `POST /api/localnodes`: a system that a person or a program registers. */
export const newLocalNode = z.object({
  name: nodeName,
  address: nodeAddress,
  addresses: z.array(nodeAddress).max(addressesLimit).optional(),
  /** What runs there, such as `Debian GNU/Linux 13`. */
  system: line(200).optional(),
  /** Fingerprints as `ssh-keygen -l` prints them. */
  sshHostKeys: z.array(keyPrint).max(16).optional(),
});
export type NewLocalNode = z.infer<typeof newLocalNode>;

/** What a system tells of itself at its install's own URL. What cannot be used is left out, not refused. */
export const nodeReport = z.object({
  addresses: z.array(z.string().trim().toLowerCase().max(100)).max(addressesLimit).default([]),
  system: line(200).nullish(),
  sshHostKeys: z.array(keyPrint).max(16).default([]),
});
export type NodeReport = z.infer<typeof nodeReport>;

export const localNode = z.object({
  id: z.uuid(),
  name: z.string(),
  host: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  address: z.string(),
  addresses: z.array(z.string()),
  system: z.string().nullable(),
  sshHostKeys: z.array(z.string()),
  /** Null: not tried yet. */
  reachable: z.boolean().nullable(),
  /** Why it is not, as a sentence. */
  reason: z.string().nullable(),
  checkedAt: z.iso.datetime().nullable(),
  registeredAt: z.iso.datetime(),
});
export type LocalNodeView = z.infer<typeof localNode>;
