/**
 * Builds and artifacts, for every process and for the browser.
 *
 * Glossary. build: one attempt to make an artifact from a spec. artifact: a
 * folder of files named by the fingerprint of what made it (kind, spec,
 * builder version, inputs). spec: what a person asks for, as JSON. join: an
 * equal request in flight is waited for, not made twice. reused: the
 * artifact was there already.
 */
import { z } from 'zod';
import { type BuildKind, buildKinds } from './builder';

export const buildStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type BuildState = (typeof buildStates)[number];

/** A build in one of these states will change by itself. */
export const buildStatesInFlight: BuildState[] = ['queued', 'running'];

/** Kinds that belong to the installation and not to a team. */
export const installationKinds: BuildKind[] = ['loaders', 'agent'];

/** Bytes of one build's log that are kept; beyond it the beginning goes. */
export const logLimit = 5 * 1024 * 1024;

/** Milliseconds between a worker's signs of life for a build. */
export const beatEvery = 5_000;

/** A running build without a sign of life for so long has lost its worker. Milliseconds. */
export const deadAfter = 20_000;

/** How often a build is taken up before it counts as failed. */
export const attemptLimit = 2;

export const buildId = z.object({ id: z.uuid() });

export const newBuild = z.object({
  kind: z.enum(buildKinds),
  spec: z.record(z.string(), z.unknown()).default({}),
});

export const buildQuery = z.object({
  kind: z.enum(buildKinds).optional(),
  state: z.enum(buildStates).optional(),
});

export const artifactFile = z.object({
  name: z.string(),
  /** Bytes. */
  size: z.number().int().nonnegative(),
  /** 64 hex digits. */
  sha256: z.string(),
});
export type ArtifactFile = z.infer<typeof artifactFile>;

/** Also the content of `artifact.json` in the artifact's folder. */
export const artifactRecord = z.object({
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
  kind: z.enum(buildKinds),
  spec: z.unknown(),
  builderVersion: z.number(),
  inputs: z.array(z.object({ name: z.string(), version: z.string() })),
  files: z.array(artifactFile),
});
export type ArtifactRecord = z.infer<typeof artifactRecord>;

/** An artifact as lists and other domains see it. */
export interface Artifact {
  fingerprint: string;
  kind: BuildKind;
  files: ArtifactFile[];
  /** Of all files, bytes. */
  size: number;
  createdAt: Date;
}

/** A build as the REST API answers it. */
export const buildAnswer = z.object({
  id: z.uuid(),
  /** Null: the installation's own. */
  teamId: z.uuid().nullable(),
  kind: z.enum(buildKinds),
  title: z.string(),
  state: z.enum(buildStates),
  reason: z.string().nullable(),
  step: z.string().nullable(),
  /** 0 to 1. */
  progress: z.number(),
  /** True when the artifact was there already. */
  reused: z.boolean(),
  requestedBy: z.string(),
  cancelledBy: z.string().nullable(),
  fingerprint: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
});

export const buildDetailAnswer = buildAnswer.extend({
  spec: z.unknown(),
  worker: z.string().nullable(),
  attempts: z.int(),
  artifact: z
    .object({
      fingerprint: z.string(),
      kind: z.enum(buildKinds),
      files: z.array(artifactFile),
      size: z.number(),
      createdAt: z.iso.datetime(),
    })
    .nullable(),
  inputs: z.array(z.object({ name: z.string(), version: z.string() })),
});

/** A build as lists see it. */
export interface BuildSummary {
  id: string;
  teamId: string | null;
  kind: BuildKind;
  title: string;
  state: BuildState;
  /** Why it is in this state, as a sentence. */
  reason: string | null;
  step: string | null;
  /** 0 to 1. */
  progress: number;
  reused: boolean;
  requestedBy: string;
  cancelledBy: string | null;
  fingerprint: string | null;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface BuildDetail extends BuildSummary {
  spec: unknown;
  worker: string | null;
  attempts: number;
  /** When it is done and the artifact has not been deleted since. */
  artifact: Artifact | null;
  /** What went into it: sources and packages with versions. */
  inputs: { name: string; version: string }[];
}

/** Text of the log after a given place; `last` is where to go on. */
export interface BuildLogPart {
  text: string;
  last: string;
  state: BuildState;
}

/** The end of a log. */
export interface BuildLogTail extends BuildLogPart {
  /** There is more before it. */
  cut: boolean;
}
