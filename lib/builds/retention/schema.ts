/**
 * How long what builds leave is kept, for every process and for the browser.
 *
 * Glossary. log: what a build printed. ended build: its row, with which its
 * permalink lives. artifact: the files. cache: what builds share, such as
 * packages, source trees and compiled bases; each part of it can be made
 * again. last use: when an artifact was built, reused or served, when a part
 * of the cache was written or taken.
 */
import { z } from 'zod';
import { buildKinds } from '../builder';

/** Key of the row in the settings. */
export const retentionKey = 'retention';

/** Ten years, in days: longer than any of this is of use. */
const longest = 3_650;

const days = (name: string) =>
  z
    .int(`${name} must be a whole number of days.`)
    .min(1, `${name} must be at least 1 day.`)
    .max(longest, `${name} must be at most ${longest} days.`);

export const retention = z.strictObject({
  /** Days after its end that a build's log is kept. */
  logDays: days('logDays'),
  /** Days after its end that a build is listed, and its permalink works. */
  buildDays: days('buildDays'),
  /** Days since its last use that an artifact is kept which nothing needs. */
  artifactDays: days('artifactDays'),
  /** Newest artifacts of each kind that stay whatever their age. */
  newestKept: z
    .int('newestKept must be a whole number.')
    .min(1, 'newestKept must be at least 1: machines boot from the newest agent and bootloaders.')
    .max(100, 'newestKept must be at most 100.'),
  /** Days since its last use that a part of the cache is kept. */
  cacheDays: days('cacheDays'),
});
export type Retention = z.infer<typeof retention>;

/** What is in force before anybody has changed it. */
export const defaultRetention: Retention = {
  logDays: 14,
  buildDays: 90,
  artifactDays: 30,
  newestKept: 3,
  cacheDays: 30,
};

/** A change of some of them; the others stay. */
export const retentionChange = retention
  .partial()
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    message: `Name at least one of ${Object.keys(defaultRetention).join(', ')}.`,
  });
export type RetentionChange = z.infer<typeof retentionChange>;

const amount = z.object({
  /** How many. */
  count: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
});

/** Bytes that builds keep, as the REST API answers them. */
export const diskUse = z.object({
  /** By kind, the largest first. */
  artifacts: z.array(amount.extend({ kind: z.enum(buildKinds) })),
  /** Folders of the cache on the answering machine, the largest first. */
  caches: z.array(amount.extend({ name: z.string() })),
  logs: amount,
  /** Builds at work, and what a worker that was killed has left for the sweeper. */
  atWork: amount,
  /** Copies of artifacts on the answering machine, where the artifacts are in an object store. */
  copies: amount.nullable(),
  /** Where artifacts are kept: `folder`, or `s3://bucket/prefix`. */
  store: z.string(),
  /** Free bytes on the disk of the data folder. */
  free: z.int().nonnegative(),
  measuredAt: z.coerce.date(),
});
export type DiskUse = z.infer<typeof diskUse>;
