/**
 * Sources that builders compile from, for every process and for the browser.
 *
 * Glossary. location: where a source is to be had, as the installation says
 * (IPXE_SOURCE): a folder or a git URL. version: one state of it, named by
 * its commit, or by a hash of its content where no commit tells. update:
 * looking at the location and taking what is there, by a worker.
 */
import { z } from 'zod';

export const sourceNames = ['ipxe'] as const;
export type SourceName = (typeof sourceNames)[number];

/** Upstream's. */
export const ipxeUpstream = 'https://github.com/ipxe/ipxe.git';

export const sourceVersion = z.object({
  /** 40 hex digits, or `content-` and 64 where files have been changed or there is no git. */
  commit: z.string().regex(/^([0-9a-f]{40}|content-[0-9a-f]{64})$/),
  /** In words, such as `v2.0.0-12-g0ab2277c4`. */
  describe: z.string(),
  /** Of the commit; null where there is none. */
  date: z.iso.datetime().nullable(),
});
export type SourceVersion = z.infer<typeof sourceVersion>;

export const sourceStates = ['absent', 'updating', 'ready', 'failed'] as const;

/** A source as the REST API answers it. */
export const sourceAnswer = z.object({
  name: z.enum(sourceNames),
  /** Without a password. */
  location: z.string(),
  /** absent: not asked for yet. failed: the last update; what was there before still serves. */
  state: z.enum(sourceStates),
  /** Why it is in this state, and the way out, as sentences. */
  reason: z.string().nullable(),
  /** What builds are made from; null where there is none yet. */
  version: sourceVersion.nullable(),
  /** When the location was last looked at. */
  lookedAt: z.iso.datetime().nullable(),
  /** Of the last update, its end. */
  log: z.array(z.string()),
});
export type SourceAnswer = z.infer<typeof sourceAnswer>;

/** What is kept in the Setting row of a source. */
export const sourceRecord = z.object({
  location: z.string(),
  state: z.enum(['updating', 'ready', 'failed']),
  reason: z.string().nullable(),
  version: sourceVersion.nullable(),
  lookedAt: z.iso.datetime().nullable(),
  /** When it came into this state. */
  since: z.iso.datetime(),
  log: z.array(z.string()),
});
export type SourceRecord = z.infer<typeof sourceRecord>;

/** Key of the Setting row. */
export function sourceKey(name: SourceName): string {
  return `source.${name}`;
}

/** Lines of an update's log that are kept. */
export const sourceLogLines = 200;
