/**
 * Installs: what is asked for, what was authorised, what an agent reports.
 *
 * Glossary. install: one authorised attempt to install one host. plan: what
 * was authorised, pinned at that moment (revisions, image, agent), so that an
 * edit in between changes nothing; what the machine tells itself (UUID, serial,
 * architecture, firmware) is not in it. gate: the state machine in gate.ts that
 * every serving route asks. boot: one answer of the boot URL that lets the
 * machine install; it is counted before it is given. claim: the agent's
 * question whether it may write to the disk it chose; from the yes on, the
 * machine boots its local disk for good. late: a report after the gate closed.
 */
import { z } from 'zod';
import { dialects, scriptKinds } from '@/lib/scripts/schema';
import { bytes, line } from './reports/told';

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

/** What carried a secret, and to whom it went. Column `secretsServed`: by the URL's last words. */
export const servedSecrets = z.record(
  z.string(),
  z.object({
    /** Number of the counted boot in which it was given. */
    boot: z.int(),
    at: z.string(),
    address: z.string().nullable(),
    /** How often it was given in that boot. */
    times: z.int().default(1),
    /** How often it was refused after that. */
    refused: z.int().default(0),
    /** The machine has reported something since: it is not given again in this boot. */
    reported: z.boolean().default(false),
  }),
);
export type ServedSecrets = z.infer<typeof servedSecrets>;
export type ServedSecret = ServedSecrets[string];

const parameters = z.record(z.string(), z.string());

/** A revision of a script. Plans of before there were templates have neither of the last two. */
const pinnedRevision = z.object({
  id: z.string(),
  revision: z.int(),
  title: z.string(),
  /** Rendered for the host; else it leaves byte for byte. */
  template: z.boolean().default(false),
  /** Of a kickstart: which installer reads it. */
  dialect: z.enum(dialects).nullable().default(null),
});

const pinnedInclude = pinnedRevision.extend({ kind: z.enum(scriptKinds) });

const pinnedScript = pinnedRevision.extend({
  /** By the name that the template calls them by; those that they include themselves are here too. */
  includes: z.record(z.string(), pinnedInclude).default({}),
  /** Names of the secrets that it, or what it includes, may read. */
  secrets: z.array(z.string()).default([]),
});
export type PinnedScript = z.infer<typeof pinnedScript>;

/** What people wrote about a host, as it was when the install was authorised. */
const pinnedHost = z.object({
  name: z.string(),
  macs: z.array(z.string()),
  address: z.string().nullable(),
  labels: z.record(z.string(), z.string()),
});
export type PinnedHost = z.infer<typeof pinnedHost>;

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
  profile: z.object({ id: z.string(), name: z.string(), parameters: parameters.default({}) }),
  /** Null in plans of before there were templates. */
  host: pinnedHost.nullable().default(null),
  /** The profile's, with the host's own over them. */
  parameters,
  subScript: pinnedScript.nullable(),
  kickstart: pinnedScript.nullable(),
  image: pinnedImage.nullable(),
  disk: diskRule,
  preScripts: z.array(pinnedScript),
  postScripts: z.array(pinnedScript),
  sshKeys: z.array(z.string()),
  /** Paths of the team's scripts by title, where a pinned template asks for them. */
  links: z.record(z.string(), z.string()).default({}),
  agent: z.object({ fingerprint: z.string() }).nullable(),
});
export type InstallPlan = z.infer<typeof installPlan>;

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
  /** Bytes that were sent for it: image, kernel and initrd, answer file, scripts, node. */
  bytesServed: z.number(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  firstBootAt: z.iso.datetime().nullable(),
  sshAt: z.iso.datetime().nullable(),
});
export type InstallSummary = z.infer<typeof installSummary>;
