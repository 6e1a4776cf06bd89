/**
 * Installs: what is asked for, what was authorised, what an agent reports.
 *
 * Glossary. install: one authorised attempt to install one host. plan: what
 * was authorised, pinned at that moment (revisions, image, agent), so that an
 * edit in between changes nothing. gate: the state machine in gate.ts that
 * every serving route asks. boot: one answer of the boot URL that lets the
 * machine install; it is counted before it is given. claim: the agent's
 * question whether it may write to the disk it chose; from the yes on, the
 * machine boots its local disk for good. late: a report after the gate closed.
 */
import { z } from 'zod';

export const installStates = [
  'authorised',
  'booting',
  'installing',
  'installed',
  'failed',
  'expired',
  'cancelled',
] as const;
export type InstallState = (typeof installStates)[number];

/** States in which a person cannot authorise another install. */
export const openStates: readonly InstallState[] = ['authorised', 'booting', 'installing'];

/** Boots allowed where the person named none. */
export const defaultBoots = { agent: 3, script: 1 } as const;
export const defaultMinutes = 60;

/** Body of `POST /api/hosts/:id/install`. */
export const authoriseInput = z.object({
  /** A disk that holds data may be overwritten. */
  overwrite: z.boolean().default(false),
  /** How many boots may lead into the installation: 3 by the agent, 1 by a script where unset. */
  boots: z.int().min(1).max(20).optional(),
  /** How long the first boot may take to come. */
  minutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(defaultMinutes),
});
export type AuthoriseInput = z.infer<typeof authoriseInput>;

const parameters = z.record(z.string(), z.string());

const pinnedScript = z.object({ id: z.string(), revision: z.int(), title: z.string() });
export type PinnedScript = z.infer<typeof pinnedScript>;

const diskRule = z.object({
  rule: z.enum(['smallest', 'largest', 'serial', 'path']),
  value: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
});

const pinnedImage = z.object({
  id: z.string(),
  name: z.string(),
  /** Path under the data folder. */
  file: z.string(),
  served: z.enum(['raw', 'gzip', 'zstd']),
  size: z.number(),
  sha256: z.string(),
  rawSize: z.number().nullable(),
  rawSha256: z.string().nullable(),
});

/** What was authorised. Column `plan`. */
export const installPlan = z.object({
  method: z.enum(['agent', 'script']),
  profile: z.object({ id: z.string(), name: z.string() }),
  /** The profile's, with the host's own over them. */
  parameters,
  subScript: pinnedScript.nullable(),
  kickstart: pinnedScript.nullable(),
  image: pinnedImage.nullable(),
  disk: diskRule,
  preScripts: z.array(pinnedScript),
  postScripts: z.array(pinnedScript),
  sshKeys: z.array(z.string()),
  agent: z.object({ fingerprint: z.string() }).nullable(),
});
export type InstallPlan = z.infer<typeof installPlan>;

/** A line of text from a machine: bounded, and without what terminals act on. */
const line = (limit: number) =>
  z.string().transform((value) =>
    value
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what it removes
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '')
      .slice(0, limit),
  );
/** Output of a script: new lines, tabs and colours stay; NUL has no place in Postgres. */
const output = z
  .string()
  .max(200_000)
  .transform((value) => value.replaceAll('\0', '').slice(-65_536));
const bytes = z.number().min(0).max(Number.MAX_SAFE_INTEGER);

export const claimedDisk = z.object({
  path: line(200),
  size: bytes,
  serial: line(200).nullish(),
  model: line(200).nullish(),
  hasData: z.boolean(),
  /** What is on it, in words. */
  what: line(500).nullish(),
});
export type ClaimedDisk = z.infer<typeof claimedDisk>;

/** What people and programs see of an install. */
export const installSummary = z.object({
  id: z.uuid(),
  hostId: z.uuid(),
  state: z.enum(installStates),
  reason: z.string().nullable(),
  method: z.enum(['agent', 'script']),
  profileId: z.string(),
  profileName: z.string(),
  /** Null where a sub script installs. */
  imageName: z.string().nullable(),
  bootsAllowed: z.int(),
  bootsUsed: z.int(),
  overwrite: z.boolean(),
  expiresAt: z.iso.datetime(),
  step: z.string().nullable(),
  /** Of the step, 0 to 1. */
  progress: z.number().nullable(),
  disk: claimedDisk.nullable(),
  /** Bytes of the image that were sent. */
  bytesServed: z.number(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  firstBootAt: z.iso.datetime().nullable(),
  sshAt: z.iso.datetime().nullable(),
});
export type InstallSummary = z.infer<typeof installSummary>;

/** What the agent found in the machine; kept on the host. Unknown fields stay. */
const inventory = z.looseObject({
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
export type Inventory = z.infer<typeof inventory>;

const seq = z.int().min(0).max(2_000_000_000).default(0);
const phase = z.enum(['pre', 'post']);

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
    exitCode: z.int().nullable(),
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
