/**
 * What the workers say that they can build, so that pages and REST know it
 * before anybody asks for a build.
 *
 * Glossary. missing: a program that a builder needs and that is not on that
 * worker's machine, with the package that brings it. engine: one of the ways
 * in which a builder works, with tools of its own.
 */
import { z } from 'zod';
import { buildKinds } from '../builder';

const neededTool = z.object({ program: z.string(), package: z.string() });

export const announcedBuilder = z.object({
  /** Of the builder: an artifact of another one is looked at again. */
  version: z.int(),
  missing: z.array(neededTool),
  /** By engine, what is missing beyond that. */
  engines: z.record(z.string(), z.array(neededTool)).default({}),
});
export type AnnouncedBuilder = z.infer<typeof announcedBuilder>;

/** The column of a worker's row: by kind. */
export const announcedBuilders = z.partialRecord(z.enum(buildKinds), announcedBuilder);
export type AnnouncedBuilders = z.infer<typeof announcedBuilders>;

const availability = {
  /** A worker that lives has everything. */
  available: z.boolean(),
  /** Why not, and what to do, as a sentence. */
  reason: z.string().nullable(),
  missing: z.array(neededTool),
};

/** One kind, as the REST API answers it. */
export const kindAvailability = z.object({
  kind: z.enum(buildKinds),
  ...availability,
  engines: z.array(z.object({ engine: z.string(), ...availability })),
});
export type KindAvailability = z.infer<typeof kindAvailability>;
