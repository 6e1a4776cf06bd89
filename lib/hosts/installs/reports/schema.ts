/**
 * What the agent, or a script of an installer, says to its install's event URL.
 *
 * Glossary. report: one such message. seq: the number of a report within one
 * boot; a repeated one has no effect. started: a third-party installer is at
 * work, so from now on the machine boots its local disk; the agent asks with
 * a claim instead. output: what a script or an installer has written last.
 */
import { z } from 'zod';
import { claimedDisk } from '../schema';
import { bytes, cleaned, line, output } from './told';

/** What the agent found in the machine; kept on the host. Unknown fields stay. */
const inventoryFields = z.looseObject({
  cpu: z.looseObject({ model: z.string().nullish(), cores: z.number().nullish() }).optional(),
  memoryBytes: z.number().optional(),
  disks: z.array(z.looseObject({ path: z.string(), size: z.number() })).optional(),
  cards: z.array(z.looseObject({ name: z.string(), mac: z.string().nullish() })).optional(),
  firmware: z.string().nullish(),
  vendor: z.string().nullish(),
  product: z.string().nullish(),
  serial: z.string().nullish(),
  uuid: z.string().nullish(),
  arch: z.string().nullish(),
});
const inventory = z.preprocess((told) => cleaned(told), inventoryFields);
export type Inventory = z.infer<typeof inventoryFields>;

const seq = z.int().min(0).max(2_000_000_000).default(0);
const phase = z.enum(['pre', 'post']).default('post');

/** What an agent, or a script of an installer, says to the install's event URL. */
export const agentEvent = z.discriminatedUnion('type', [
  z.object({
    seq,
    type: z.literal('agent-started'),
    agentVersion: line(100).nullish(),
    address: line(100).nullish(),
  }),
  z.object({ seq, type: z.literal('inventory'), inventory }),
  z.object({
    seq,
    type: z.literal('started'),
    /** Such as `anaconda 41`. */
    installer: line(200).default(''),
    message: line(2_000).default(''),
  }),
  z.object({
    seq,
    type: z.literal('progress'),
    /** Of the whole installation. */
    percent: z.number().min(0).max(100),
    message: line(2_000).default(''),
  }),
  z.object({
    seq,
    type: z.literal('script-started'),
    phase,
    id: line(64).nullish(),
    title: line(200).default(''),
    interpreter: line(200).nullish(),
  }),
  z.object({
    seq,
    type: z.literal('script-finished'),
    phase,
    id: line(64).nullish(),
    title: line(200).default(''),
    /** Null: ended by a signal, or not told. */
    exitCode: z.int().nullable().default(null),
    durationMs: z.number().min(0).default(0),
    output: output.default(''),
  }),
  z.object({ seq, type: z.literal('claim'), disk: claimedDisk }),
  z.object({
    seq,
    type: z.literal('image-progress'),
    bytes,
    total: bytes,
    bytesPerSecond: z.number().min(0).nullish(),
    secondsLeft: z.number().min(0).nullish(),
  }),
  z.object({
    seq,
    type: z.literal('image-written'),
    bytes,
    durationMs: z.number().min(0).default(0),
    sha256: line(64).nullish(),
    verified: z.boolean().default(false),
  }),
  z.object({ seq, type: z.literal('step'), name: line(100), message: line(2_000).default('') }),
  z.object({ seq, type: z.literal('finished') }),
  z.object({
    seq,
    type: z.literal('failed'),
    reason: line(2_000).default('No reason was given.'),
    output: output.default(''),
  }),
  z.object({
    seq,
    type: z.literal('first-boot'),
    addresses: z.array(line(100)).max(64).default([]),
    sshHostKeys: z.array(line(200)).max(16).default([]),
  }),
]);
export type AgentEvent = z.infer<typeof agentEvent>;
