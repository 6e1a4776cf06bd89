/**
 * Rescue: one boot of a host into a sub script, without an install. Nothing
 * of an install changes by it, and it is used up before it is answered.
 */
import { z } from 'zod';

/** The sub script that is taken where none is named. */
export const rescueTitle = 'Rescue shell';

/** Column `rescue` of a host. */
export const rescue = z.object({
  scriptId: z.uuid(),
  /** Pinned when it was ordered. */
  revision: z.int(),
  title: z.string(),
  /** ISO time; from then on the order is void. */
  until: z.iso.datetime(),
  /** Who ordered it. */
  by: z.string(),
});
export type Rescue = z.infer<typeof rescue>;

/** Body of `POST /api/hosts/:id/rescue`. */
export const rescueInput = z.object({
  /** A sub script of the team; without, the one titled "Rescue shell". */
  scriptId: z.uuid().nullable().default(null),
  /** How long the boot may take to come. */
  minutes: z
    .int()
    .min(1)
    .max(7 * 24 * 60)
    .default(60),
});
export type RescueInput = z.infer<typeof rescueInput>;
